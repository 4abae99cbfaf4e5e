"""Where an SDK package comes from: a registry, a project at hand, a file or a folder."""
