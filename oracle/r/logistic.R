# Logistic regression by glm, profile intervals by uniroot on glm and coxph with an offset, and
# generalised estimating equations by geepack.
suppressPackageStartupMessages({library(survival); library(geepack)})
source("oracle/export.R")

lung <- na.omit(with(lung, data.frame(
  event = as.integer(time < 365 & status == 2), time, status = status - 1, age,
  male = as.integer(sex == 1), ecog = ph.ecog, institution = inst)))
export_data(lung, "logistic_lung")
tight <- glm.control(1e-15, 100)
formula <- event ~ age + male + ecog
fit <- glm(formula, binomial, lung, control = tight)
null <- glm(event ~ 1, binomial, lung, control = tight)
export_expected(data.frame(
  name = c("intercept", names(coef(fit))[-1]), coefficient = unname(coef(fit)),
  std_error = sqrt(diag(vcov(fit))), log_likelihood = as.numeric(logLik(fit)),
  log_likelihood_null = as.numeric(logLik(null)), score = anova(null, fit, test = "Rao")$Rao[2]),
  "logistic")

limits <- function(fall, best, std_error) {
  sapply(c(-1, 1), function(side)
    uniroot(fall, sort(best + side * std_error * c(1, 3)), tol = 1e-12)$root)
}
columns <- c("age", "male", "ecog")
by_glm <- function(name) {
  others <- reformulate(c(setdiff(columns, name), "offset(moved)"), "event")
  limits(function(x) {
    lung$moved <- x * lung[[name]]
    2 * as.numeric(logLik(fit) - logLik(glm(others, binomial, lung, control = tight))) - qchisq(0.95, 1)
  }, coef(fit)[[name]], sqrt(vcov(fit)[name, name]))
}
control <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 100)
cox <- coxph(Surv(time, status) ~ age + male + ecog, lung, control = control)
by_coxph <- function(name) {
  others <- reformulate(c(setdiff(columns, name), "offset(moved)"), "Surv(time, status)")
  limits(function(x) {
    lung$moved <- x * lung[[name]]
    2 * (cox$loglik[2] - coxph(others, lung, control = control)$loglik[2]) - qchisq(0.95, 1)
  }, coef(cox)[[name]], sqrt(vcov(cox)[name, name]))
}
export_expected(do.call(rbind, lapply(columns, function(name) rbind(
  data.frame(model = "logistic", covariate = name, low = by_glm(name)[1], high = by_glm(name)[2]),
  data.frame(model = "cox", covariate = name, low = by_coxph(name)[1], high = by_coxph(name)[2])))), "profile")

# Bone lesions of patients as they might be recorded: clusters of one to nine, of unequal size.
set.seed(20)
patients <- data.frame(id = 1:60, size = rep(c(1, 2, 3, 5, 9), 12), age = round(rnorm(60, 60, 9)),
                       treated = rep(0:1, 30), level = rnorm(60))
lesions <- patients[rep(patients$id, patients$size), ]
lesions$spine <- rbinom(nrow(lesions), 1, 0.4)
lesions$event <- rbinom(nrow(lesions), 1, plogis(-0.5 + lesions$level - 0.6 * lesions$treated + 0.4 * lesions$spine))
lesions$weight <- 0.5 + (lesions$id %% 3) / 2
export_data(lesions[c("id", "age", "treated", "spine", "event", "weight")], "gee_lesions")
# With a fixed scale geeglm keeps that of its first fit, whatever scale.value says; gm says it.
estimate <- function(case, correlation, fixed = FALSE, given = rep(1, nrow(lesions))) {
  lesions$given <- given
  gee <- suppressWarnings(geese(event ~ age + treated + spine, id = id, data = lesions, weights = given,
               family = binomial(), corstr = correlation, scale.fix = fixed, gm = 1,
               control = geese.control(epsilon = 1e-14, maxit = 500, scale.fix = fixed)))
  data.frame(case = case, name = c("intercept", "age", "treated", "spine"),
             coefficient = unname(gee$beta), std_error = sqrt(diag(gee$vbeta)),
             model_std_error = sqrt(diag(gee$vbeta.naiv)),
             correlation = if (length(gee$alpha)) unname(gee$alpha) else NA,
             scale = unname(gee$gamma))
}

export_expected(rbind(
  estimate("independence", "independence"),
  estimate("independence_fixed", "independence", TRUE),
  estimate("exchangeable", "exchangeable"),
  estimate("exchangeable_fixed", "exchangeable", TRUE),
  estimate("exchangeable_weighted", "exchangeable", FALSE, lesions$weight)), "gee")
