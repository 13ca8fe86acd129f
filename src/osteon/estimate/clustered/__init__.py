"""Units that come in clusters, such as lesions in patients: proportions and ranks."""
