"""What `make run` and `make test` do before anything is installed; standard library alone."""
