"""What tests are made of: example values, histories, servers."""
