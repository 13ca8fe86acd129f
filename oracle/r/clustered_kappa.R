# Kappa of units within patients: survey's linearised variance, and the derivative in the weight of a patient.
suppressPackageStartupMessages(library(survey))
source("oracle/export.R")

set.seed(2014)
patients <- rep(1:24, times = rep(c(1, 2, 3, 5, 8, 4), 4))
n <- length(patients)
leaning <- rnorm(24)[patients]
grade <- function(noise) cut(leaning + rnorm(n, sd = noise), c(-Inf, -0.5, 0.6, Inf), labels = 1:3)
units <- data.frame(cluster = patients, first = grade(0.4), second = grade(0.6), third = grade(0.9))
export_data(units, "clustered_readings")

credit <- function(power) {
  distance <- abs(outer(1:3, 1:3, "-"))
  if (is.na(power)) diag(3) else 1 - (distance / 2)^power
}
cohen <- function(weight, power) {
  w <- credit(power)
  share <- xtabs(weight ~ units$first + units$second) / sum(weight)
  observed <- sum(w * share); chance <- sum(w * outer(rowSums(share), colSums(share)))
  (observed - chance) / (1 - chance)
}
readings <- sapply(1:3, function(level) rowSums(units[, -1] == level))
fleiss <- function(weight) {
  w <- weight / sum(weight)
  chance <- sum(colSums(w * readings / 3)^2)
  (sum(w * rowSums(readings * (readings - 1)) / 6) - chance) / (1 - chance)
}
# The linearised variance: how kappa moves with the weight of each patient, taken numerically.
std_error <- function(kappa) {
  moved <- sapply(unique(patients), function(patient) {
    step <- 1e-4; shift <- step * (patients == patient)
    (8 * (kappa(1 + shift) - kappa(1 - shift)) - (kappa(1 + 2 * shift) - kappa(1 - 2 * shift))) / (12 * step)
  })
  m <- length(moved)
  sqrt(m / (m - 1) * sum(moved^2))
}
one <- rep(1, n)
of_survey <- svykappa(~first + second, svydesign(ids = ~cluster, weights = ~1, data = units))
powers <- c(none = NA, linear = 1, quadratic = 2)
rows <- do.call(rbind, lapply(names(powers), function(weights) data.frame(
  case = weights, value = cohen(one, powers[[weights]]),
  std_error = std_error(function(w) cohen(w, powers[[weights]])))))
rows <- rbind(rows,
  data.frame(case = "survey", value = as.numeric(coef(of_survey)), std_error = as.numeric(SE(of_survey))),
  data.frame(case = "fleiss", value = fleiss(one), std_error = std_error(fleiss)))
export_expected(rows, "clustered_kappa")
