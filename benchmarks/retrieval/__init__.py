"""Which system finds the right passage first, within the budget: questions, metrics, systems."""
