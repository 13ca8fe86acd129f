# Max-combo: weighted log-rank statistics and their covariance in plain R, probability by mvtnorm.
source("oracle/export.R")
suppressPackageStartupMessages({library(survival); library(mvtnorm)})

weights <- list(c(0, 0), c(1, 0), c(0, 1), c(1, 1))
max_combo <- function(case, time, status, first) {
  u <- numeric(length(weights)); v <- matrix(0, length(weights), length(weights)); before <- 1
  for (t in sort(unique(time[status > 0]))) {
    Y <- sum(time >= t); Y1 <- sum(time >= t & first)
    d <- sum(time == t & status > 0); d1 <- sum(time == t & status > 0 & first)
    w <- sapply(weights, function(x) before^x[1] * (1 - before)^x[2])
    u <- u + w * (d1 - d * Y1 / Y)
    if (Y > 1) v <- v + outer(w, w) * d * (Y - d) / (Y - 1) * Y1 * (Y - Y1) / Y^2
    before <- before * (1 - d / Y)
  }
  z <- u / sqrt(diag(v))
  bound <- rep(max(abs(z)), length(z))
  set.seed(1)
  # The fourth weight is left out of no sum, but the first is the sum of the second and third:
  # GenzBretz takes a singular correlation.
  p <- 1 - pmvnorm(-bound, bound, corr = cov2cor(v),
                   algorithm = GenzBretz(maxpts = 5e6, abseps = 1e-6))
  data.frame(case, name = c("statistic", "p_value", "z1", "z2", "z3", "z4"),
             value = c(bound[1], round(p, 5), z))
}
veteran_two <- veteran[veteran$celltype %in% c("squamous", "large"), ]
export_expected(rbind(
  with(lung, max_combo("lung", time, status - 1, sex == 2)),
  with(veteran, max_combo("veteran_treatment", time, status, trt == 1)),
  with(veteran_two, max_combo("veteran_two_cells", time, status, celltype == "large"))),
  "max_combo")
