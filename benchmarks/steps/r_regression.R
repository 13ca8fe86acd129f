# Regressions of the benchmark that R does; each is run in a process of its own.
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages({library(survival); library(cmprsk)})
read <- function(name) {
  path <- file.path(arguments[2], paste0(name, c(".int32", ".float64")))
  path <- path[file.exists(path)]
  size <- if (grepl("int32", path)) 4 else 8
  readBin(path, if (size == 4) "integer" else "double", n = file.size(path) / size, size = size)
}
columns <- function(names, prefix = "") {
  data <- as.data.frame(lapply(setNames(paste0(prefix, names), names), read))
  data$event <- data$status > 0
  data$grade <- factor(data$grade)
  data
}
covariates <- c("male", "treated", "grade", "age")
steps <- list(
  cox = function() {
    data <- columns(c("time", "status", covariates))
    function() coxph(Surv(time, event) ~ male + treated + grade + age, data)
  },
  cox_marker = function() {
    data <- columns(c("time", "status", covariates, "marker"))
    function() coxph(Surv(time, event) ~ male + treated + grade + age + marker, data)
  },
  cox_change = function() {
    data <- columns(c("entry", "time", "status", "patient", covariates, "changed"), "span_")
    function() coxph(Surv(entry, time, event) ~ male + treated + grade + age + changed, data, cluster = patient)
  },
  fine_gray = function() {
    data <- columns(c("time", "status", covariates))
    x <- model.matrix(~ male + treated + grade + age, data)[, -1]
    function() crr(data$time, data$status, x)
  }
)
step <- steps[[arguments[1]]]()
seconds <- c()
while (length(seconds) < as.integer(arguments[3]) && sum(seconds) < 3) {
  seconds <- c(seconds, system.time(step())[["elapsed"]])
}
cat("SECONDS", min(seconds), "\n")
