# Tables that several scripts test: a study's, textbook ones, and corner cases.
by_row <- function(...) unname(rbind(...))
tables <- list(
  sex = by_row(c(65, 40), c(108, 92)),
  functioning = by_row(c(77, 28), c(94, 106)),
  events = by_row(c(0, 29), c(13, 63)),
  site = by_row(c(77, 7, 2, 19), c(151, 13, 10, 26)),
  grade = by_row(c(55, 119), c(44, 77), c(6, 2)),
  tea = by_row(c(3, 1), c(1, 3)),
  twins = by_row(c(2, 10), c(15, 3)),
  two_empty_cells = by_row(c(0, 5), c(4, 0)),
  full_row = by_row(c(7, 0), c(6, 5)),
  even = by_row(c(5, 5, 5), c(5, 5, 5)),
  job = by_row(c(1, 3, 10, 6), c(2, 3, 10, 7), c(1, 6, 14, 12), c(0, 1, 9, 11)),
  three = by_row(c(10, 2, 5), c(3, 8, 4), c(1, 6, 12)),
  long = by_row(c(10, 10, 10, 5, 6, 7, 4, 3), c(3, 4, 20, 10, 5, 3, 2, 3)),
  thousands = by_row(c(1000, 900), c(800, 1100)),
  million = by_row(c(250300, 249700), c(250000, 250000)))
two_by_two <- Filter(function(x) all(dim(x) == 2), tables)
as_rows <- function(tables) do.call(rbind, lapply(names(tables), function(case) {
  x <- tables[[case]]
  data.frame(case = case, row = as.integer(row(x)), column = as.integer(col(x)), n = as.vector(x))
}))
