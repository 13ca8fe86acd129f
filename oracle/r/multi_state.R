# State occupation and transition probabilities: etm and survival, reversible and illness-death.
suppressPackageStartupMessages({library(survival); library(etm)})
source("oracle/export.R")

# Ventilation in intensive care: 0 without, 1 with, 2 discharged or dead; 0 and 1 are reversible.
data(sir.cont)
stays <- sir.cont[order(sir.cont$id, sir.cont$time), ]
for (i in 2:nrow(stays)) {
  if (stays$id[i] == stays$id[i - 1] && stays$time[i] <= stays$time[i - 1])
    stays$time[i] <- stays$time[i - 1] + 0.5
}
first <- !duplicated(stays$id)
ventilation <- data.frame(
  id = stays$id, from = as.character(stays$from), to = as.character(stays$to),
  entry = ifelse(first, 0, c(0, head(stays$time, -1))), time = as.double(stays$time))
ventilation <- ventilation[ventilation$time > ventilation$entry, ]
ventilation$entry <- as.double(ventilation$entry)
export_data(transform(ventilation, to = ifelse(to == "cens", "", to)), "ventilation")

possible <- matrix(c(FALSE, TRUE, TRUE, TRUE, FALSE, TRUE, FALSE, FALSE, FALSE), 3, byrow = TRUE)
as_etm <- with(ventilation, data.frame(id = id, from = from, to = to, entry = entry, exit = time))
probabilities <- function(from_time) {
  fit <- etm(as_etm, c("0", "1", "2"), possible, "cens", from_time)
  do.call(rbind, lapply(c("0", "1"), function(from) do.call(rbind, lapply(0:2, function(to) {
    path <- paste(from, to)
    data.frame(start = from_time, from = from, to = to, time = fit$time,
               probability = fit$est[from, as.character(to), ], variance = fit$cov[path, path, ])
  }))))
}
export_expected(rbind(probabilities(0), probabilities(7)), "transition_probabilities")

# Progression to plasma cell malignancy and death. Progression in the last month of life is death.
ill <- mgus2$pstat == 1 & mgus2$ptime < mgus2$futime
n <- nrow(mgus2)
healthy <- data.frame(
  id = seq_len(n), from = "healthy", entry = 0, time = ifelse(ill, mgus2$ptime, mgus2$futime),
  to = ifelse(ill, "ill", ifelse(mgus2$death == 1, "dead", "")))
sick <- data.frame(
  id = which(ill), from = "ill", entry = mgus2$ptime[ill], time = mgus2$futime[ill],
  to = ifelse(mgus2$death[ill] == 1, "dead", ""))
course <- rbind(healthy, sick)
course$time <- as.double(course$time)
export_data(course, "mgus2_course")
export_data(with(mgus2, data.frame(
  illness_time = ifelse(pstat == 1, as.double(ptime), NA), end_time = as.double(futime),
  died = death)), "mgus2_illness")

tra <- matrix(c(FALSE, TRUE, TRUE, FALSE, FALSE, TRUE, FALSE, FALSE, FALSE), 3, byrow = TRUE)
states <- c("healthy", "ill", "dead")
course_etm <- transform(course, exit = time, to = ifelse(to == "", "cens", to))
fit <- etm(course_etm[, c("id", "from", "to", "entry", "exit")], states, tra, "cens", 0)
course$event <- factor(course$to, c("", "ill", "dead"))
several <- survfit(Surv(entry, time, event) ~ 1, data = course, id = id)
place <- match(fit$time, several$time)
export_expected(do.call(rbind, lapply(seq_along(states), function(s) data.frame(
  state = states[s], time = fit$time, probability = fit$est["healthy", states[s], ],
  variance = fit$cov[paste("healthy", states[s]), paste("healthy", states[s]), ],
  survfit = several$pstate[place, s], survfit_std_error = several$std.err[place, s]))),
  "state_occupation")
