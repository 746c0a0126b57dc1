"""Tests of the topic on the real Kafka: relay, feed, and what happens when one of them dies."""
