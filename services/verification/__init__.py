"""Store, topic, views and documents compared; what was interrupted is swept up."""
