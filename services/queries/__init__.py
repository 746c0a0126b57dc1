"""The read side: what people ask of the record and of the views; ports only, no driver."""
