"""What a record that grows a hundredfold does to what people wait for."""
