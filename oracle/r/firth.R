# Firth's penalty without the packages that have it: the penalised likelihood of Cox from coxph
# held at given coefficients, and logistic regression as glm on patients split by their leverage.
suppressPackageStartupMessages(library(survival))
source("oracle/export.R")

zero <- na.omit(with(lung, data.frame(
  time, status = status - 1, age, ecog = ph.ecog, group = as.integer(inst %in% c(4, 5, 10)))))
zero$status[zero$group == 1] <- 0
zero$entry <- pmin(zero$time - 1, (zero$age * 11) %% 200)
export_data(zero, "firth_cox")

at <- function(formula, data, ties) function(b) {
  fit <- suppressWarnings(coxph(formula, data, init = b, ties = ties, control = coxph.control(iter.max = 0)))
  information <- solve(fit$var)
  list(value = fit$loglik[length(fit$loglik)] + as.numeric(determinant(information)$modulus) / 2,
       information = information)
}
# Central differences, extrapolated once.
gradient <- function(f, b, free, width = 2e-3) {
  slope <- function(j, h) {
    up <- down <- b
    up[j] <- up[j] + h
    down[j] <- down[j] - h
    (f(up)$value - f(down)$value) / (2 * h)
  }
  sapply(free, function(j) {
    d <- c(slope(j, width), slope(j, width / 2), slope(j, width / 4))
    once <- (4 * d[2:3] - d[1:2]) / 3
    (16 * once[2] - once[1]) / 15
  })
}
climb <- function(f, b, free = seq_along(b)) {
  for (i in 1:60) {
    step <- solve(f(b)$information[free, free], gradient(f, b, free))
    b[free] <- b[free] + step
    if (max(abs(step)) < 1e-10) break
  }
  b
}
profile_limit <- function(f, best, j, side) {
  top <- f(best)$value
  start <- best
  fall <- function(x) {
    start[j] <<- x
    start <<- climb(f, start, setdiff(seq_along(best), j))
    2 * (top - f(start)$value) - qchisq(0.95, 1)
  }
  far <- best[j] + side * 0.5
  while (fall(far) < 0) far <- far + side * 0.5
  uniroot(fall, sort(c(best[j], far)), tol = 1e-10)$root
}
cases <- list(
  efron = at(Surv(time, status) ~ ecog + group, zero, "efron"),
  breslow = at(Surv(time, status) ~ ecog + group, zero, "breslow"),
  late = at(Surv(entry, time, status) ~ ecog + group, zero, "efron"))
export_expected(do.call(rbind, lapply(names(cases), function(case) {
  f <- cases[[case]]
  best <- climb(f, c(0, 0))
  low <- high <- c(NA, NA)
  if (case == "efron") {
    low[2] <- profile_limit(f, best, 2, -1)
    high[2] <- profile_limit(f, best, 2, 1)
  }
  data.frame(case = case, covariate = c("ecog", "group"), coefficient = best,
             std_error = sqrt(diag(solve(f(best)$information))), log_likelihood = f(best)$value,
             log_likelihood_null = f(c(0, 0))$value, low = low, high = high)
})), "firth_cox")

# Each patient also counts half his leverage with and half without the event; glm repeats until
# the leverages are those of the fit.
outcome <- with(zero, data.frame(event = as.integer(time < 365 & status == 1), age, ecog, group))
export_data(outcome, "firth_logistic")
split_fit <- function(columns, data) {
  x <- cbind(1, as.matrix(data[columns]))
  y <- data$event
  h <- rep(0.1, length(y))
  for (i in 1:500) {
    fit <- suppressWarnings(glm.fit(rbind(x, x, x), c(y, rep(1, length(y)), rep(0, length(y))),
                                    c(rep(1, length(y)), h / 2, h / 2), family = binomial(),
                                    control = glm.control(1e-16, 100)))
    p <- plogis(drop(x %*% fit$coefficients))
    information <- crossprod(x * sqrt(p * (1 - p)))
    new <- p * (1 - p) * rowSums((x %*% solve(information)) * x)
    if (max(abs(new - h)) < 1e-15) break
    h <- new
  }
  value <- sum(dbinom(y, 1, p, log = TRUE)) + as.numeric(determinant(information)$modulus) / 2
  data.frame(name = c("intercept", columns), coefficient = fit$coefficients,
             std_error = sqrt(diag(solve(information))), log_likelihood = value)
}
export_expected(split_fit(c("age", "ecog", "group"), outcome), "firth_logistic")
