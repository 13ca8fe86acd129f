# Write a table as CSV with every digit: 17 significant ones, empty where there is no value.
export <- function(data, file) {
  for (column in names(data)) {
    values <- data[[column]]
    if (is.logical(values)) values <- as.integer(values)
    if (is.double(values)) values <- ifelse(is.na(values), NA, sprintf("%.17g", values))
    data[[column]] <- as.character(values)
  }
  write.csv(data, file, row.names = FALSE, quote = FALSE, na = "")
}
export_data <- function(data, name) export(data, sprintf("oracle/data/%s.csv", name))
export_expected <- function(data, name) export(data, sprintf("oracle/expected/%s.csv", name))
