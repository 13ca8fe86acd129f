# Mean cumulative functions: survival's survfit with id on cgd, and Ghosh and Lin's by definition.
suppressPackageStartupMessages(library(survival))
source("oracle/export.R")

# Infections in chronic granulomatous disease: one row an event, one for the end of each patient.
rows <- function(data) {
  events <- data[data$status == 1, ]
  last <- data[!duplicated(data$id, fromLast = TRUE), ]
  rbind(data.frame(id = events$id, time = events$stop, status = 1L, group = events$group),
        data.frame(id = last$id, time = last$stop, status = ifelse(last$died, 2L, 0L),
                   group = last$group))
}
infections <- with(cgd, data.frame(
  id = id, start = as.double(tstart), stop = as.double(tstop), status = status,
  group = as.character(treat), died = FALSE))
infection_rows <- rows(infections)
infection_rows$entry <- (infection_rows$id * 13) %% 60
export_data(infection_rows, "cgd_histories")
late <- infections
late$entry <- (late$id * 13) %% 60
late$start <- pmax(late$start, late$entry)
late <- late[late$stop > late$start, ]

means <- function(name, data) {
  fit <- survfit(Surv(start, stop, status) ~ 1, data = data, id = id)
  data.frame(case = name, time = fit$time, n_at_risk = fit$n.risk, n_event = fit$n.event,
             mean = fit$cumhaz, std_error = fit$std.chaz)
}
export_expected(rbind(
  means("placebo", infections[infections$group == "placebo", ]),
  means("rIFN-g", infections[infections$group == "rIFN-g", ]), means("late", late)),
  "mean_cumulative_function")

# Recurrences of bladder cancer, death from any cause ends them. Patients with time 0 are left out.
tumours <- with(bladder1, data.frame(
  id = id, start = as.double(start), stop = as.double(stop), status = as.integer(status == 1),
  group = as.character(treatment), died = status > 1))
tumours <- tumours[tumours$stop > tumours$start, ]
tumour_rows <- rows(tumours)
export_data(tumour_rows, "bladder_histories")

# Ghosh and Lin (2000) with the influence of each patient as a derivative: increments of S(t-) dN/Y
# and of the hazard of death, patient by patient, day by day.
by_definition <- function(data) {
  last <- data[data$status != 1, ]
  events <- data[data$status == 1, ]
  times <- sort(unique(data$time))
  watched <- outer(last$time, times, ">=")
  dN <- t(sapply(last$id, function(i) sapply(times, function(u) sum(events$id == i & events$time == u))))
  dD <- outer(last$time, times, "==") & last$status == 2
  Y <- colSums(watched)
  h <- colSums(dD) / Y
  S <- cumprod(1 - h)
  before <- c(1, head(S, -1))
  mean <- cumsum(before * colSums(dN) / Y)
  influence <- matrix(0, nrow(last), length(times))
  for (k in seq_along(times)) {
    own <- watched[, k] * before[k] / Y[k] * (dN[, k] - sum(dN[, k]) / Y[k])
    lost <- if (S[k] > 0) watched[, k] * before[k] / Y[k] * (dD[, k] - h[k]) / S[k] else 0
    later <- seq_along(times) >= k
    influence[, later] <- influence[, later] + own - outer(rep(1, nrow(last)), mean[later] - mean[k]) * lost
  }
  data.frame(time = times, n_at_risk = Y, mean = mean, std_error = sqrt(colSums(influence^2)))
}
export_expected(do.call(rbind, lapply(sort(unique(tumour_rows$group)), function(g)
  cbind(case = g, by_definition(tumour_rows[tumour_rows$group == g, ])))), "ghosh_lin")

# Negative binomial rates with log person-time as offset; converged far beyond the default.
suppressPackageStartupMessages(library(MASS))
totals <- with(cgd, data.frame(
  id = unique(id), events = as.integer(tapply(status, id, sum)),
  person_time = as.double(tapply(tstop, id, max)),
  group = tapply(as.character(treat), id, head, 1),
  stratum = gsub("[^A-Za-z]", "_", tapply(as.character(hos.cat), id, head, 1))))
export_data(totals, "cgd_totals")
tight <- glm.control(epsilon = 1e-15, maxit = 200)
negative_binomial <- function(case, formula, null) {
  fit <- glm.nb(formula, data = totals, control = tight)
  smaller <- glm.nb(null, data = totals, control = tight)
  poisson <- glm(formula, data = totals, family = "poisson", control = tight)
  data.frame(
    case = case, log_ratio = coef(fit)["grouprIFN-g"],
    std_error = sqrt(vcov(fit)["grouprIFN-g", "grouprIFN-g"]), theta = fit$theta,
    log_likelihood = as.numeric(logLik(fit)), smaller = as.numeric(logLik(smaller)),
    poisson = as.numeric(logLik(poisson)), poisson_log_ratio = coef(poisson)["grouprIFN-g"],
    poisson_std_error = sqrt(vcov(poisson)["grouprIFN-g", "grouprIFN-g"]))
}
time <- totals$person_time
export_expected(rbind(
  negative_binomial("groups", events ~ group + offset(log(time)), events ~ offset(log(time))),
  negative_binomial("strata", events ~ group + stratum + offset(log(time)),
                    events ~ stratum + offset(log(time)))), "negative_binomial")

# Andersen and Gill's model (naive) and rates with robust standard errors.
ties <- c("efron", "breslow")
export_expected(do.call(rbind, lapply(ties, function(method) {
  fit <- coxph(Surv(tstart, tstop, status) ~ treat + age, data = cgd, cluster = id, ties = method,
               control = coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50))
  data.frame(ties = method, name = c("treatment", "age"), coefficient = coef(fit),
             std_error = sqrt(diag(fit$naive.var)), robust = sqrt(diag(fit$var)))
})), "recurrent_cox")
export_data(with(cgd[!duplicated(cgd$id), ], data.frame(
  id = id, treatment = as.integer(treat == "rIFN-g"), age = age)), "cgd_patients")
