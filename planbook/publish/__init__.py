"""From files to a site that stands: the stage, the workers, the cache."""
