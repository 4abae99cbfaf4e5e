"""Whether replies lead to code that runs: integration tasks, and programs that carry them out."""
