"""Steps of the benchmarks, a module a library: a function takes a folder and returns the task."""
