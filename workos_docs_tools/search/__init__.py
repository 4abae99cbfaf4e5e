"""From a question to hits: candidates, signals, order, passages."""
