# Inverse-probability weights by glm, coxph and arithmetic: of hormonal treatment, and of censoring.
suppressPackageStartupMessages(library(survival))
source("oracle/export.R")

patients <- with(rotterdam[seq(1, nrow(rotterdam), 3), ], data.frame(
  time = dtime, status = death, treated = hormon, age, nodes, size = c("a_small", "b_medium", "c_large")[size],
  grade))
export_data(patients, "weights_rotterdam")
fit <- glm(treated ~ age + nodes + size + grade, binomial, patients, control = glm.control(1e-15, 100))
e <- fitted(fit)
share <- mean(patients$treated)
treated <- patients$treated == 1
stabilised <- ifelse(treated, share / e, (1 - share) / (1 - e))
limits <- quantile(stabilised, c(0.01, 0.99))
truncated <- pmin(pmax(stabilised, limits[1]), limits[2])
odds <- ifelse(treated, 1, e / (1 - e))
export_expected(data.frame(propensity = unname(e), ate = ifelse(treated, 1 / e, 1 / (1 - e)),
                           stabilised, truncated, att = odds, att_stabilised = odds * ifelse(treated, 1, (1 - share) / share)),
                "treatment_weights")

spread <- function(x) sqrt((var(x[treated]) + var(x[!treated])) / 2)
difference <- function(x, w) (weighted.mean(x[treated], w[treated]) - weighted.mean(x[!treated], w[!treated])) / spread(x)
numbers <- c("age", "nodes", "grade")
export_expected(data.frame(
  term = numbers, before = sapply(patients[numbers], difference, rep(1, nrow(patients))),
  after = sapply(patients[numbers], difference, truncated)), "treatment_balance")
export_expected(data.frame(
  treated = sum(truncated[treated])^2 / sum(truncated[treated]^2),
  untreated = sum(truncated[!treated])^2 / sum(truncated[!treated]^2)), "treatment_sizes")
control <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 100)
marginal <- coxph(Surv(time, status) ~ treated, patients, weights = truncated, robust = TRUE, control = control)
export_expected(data.frame(coefficient = coef(marginal), std_error = sqrt(marginal$var[1])), "treatment_effect")

# The chance to be followed until just before death or 3000 days, whichever is first.
horizon <- 3000
lost <- coxph(Surv(time, status == 0) ~ age + nodes, patients, control = control)
curves <- survfit(lost, newdata = patients, se.fit = FALSE)
until <- pmin(patients$time, horizon)
place <- findInterval(until, curves$time, left.open = TRUE)
chance <- sapply(seq_along(until), function(i) if (place[i] == 0) 1 else curves$surv[place[i], i])
marginal <- survfit(Surv(time, status == 0) ~ 1, patients)
overall <- c(1, marginal$surv)[findInterval(until, marginal$time, left.open = TRUE) + 1]
known <- patients$status == 1 | patients$time >= horizon
export_expected(data.frame(chance, weight = ifelse(known, 1 / chance, 0), stabilised = ifelse(known, overall / chance, 0)),
                "censoring_weights")
