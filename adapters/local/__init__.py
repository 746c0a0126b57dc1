"""The servers that Plaint starts itself: PostgreSQL from a wheel, Kafka from its jars."""
