# Groups that change during follow-up: Simon-Makuch curves, and analyses from a landmark on.
suppressPackageStartupMessages(library(survival))
source("oracle/export.R")

jasa <- with(survival::jasa, data.frame(time = futime, status = fustat, switch = wait.time, age))
export_data(jasa, "landmark_jasa")
changes <- !is.na(jasa$switch) & jasa$switch < jasa$time
rows <- rbind(
  with(jasa, data.frame(entry = -1, time = ifelse(changes, switch, time),
                        status = ifelse(changes, 0, status), group = "before"))[!(changes & jasa$switch == 0), ],
  with(jasa[changes, ], data.frame(entry = ifelse(switch == 0, -1, switch), time, status, group = "after")))
curves <- function(case, rows) {
  fit <- survfit(Surv(entry, time, status) ~ group, rows, conf.type = "log-log")
  data.frame(case = case, group = rep(sub("group=", "", names(fit$strata)), fit$strata), time = fit$time,
             n_at_risk = fit$n.risk, survival = fit$surv, std_error = fit$std.err * fit$surv,
             low = fit$lower, high = fit$upper)
}
late <- rows[rows$time > 30, ]
late$entry <- pmax(late$entry, 30)
export_expected(rbind(curves("origin", rows), curves("day_30", late)), "simon_makuch")

stays <- jasa[jasa$time > 30, ]
stays$group <- ifelse(!is.na(stays$switch) & stays$switch <= 30, "after", "before")
stays$time <- stays$time - 30
fit <- survfit(Surv(time, status) ~ group, stays)
export_expected(data.frame(group = rep(sub("group=", "", names(fit$strata)), fit$strata), time = fit$time,
                           n_at_risk = fit$n.risk, survival = fit$surv), "landmark_survival")
control <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 100)
cox <- coxph(Surv(time, status) ~ age + I(group == "after"), stays, control = control)
export_expected(data.frame(name = c("age", "transplanted"), coefficient = unname(coef(cox)),
                           std_error = sqrt(diag(vcov(cox))), n = nrow(stays)), "landmark_cox")
