# The study protocols/byar_greene.toml worked out in R from the spreadsheet alone, number by number,
# under the ids of the study's cells. Its data belong to the package SurvSet and are not kept here:
#
#     Rscript oracle/live/byar_greene.R prostate.csv expected.csv
library(survival)
arguments <- commandArgs(TRUE)
men <- read.csv(arguments[1])
days <- 30.4375
z <- qnorm(0.975)
cells <- list()
put <- function(id, value, low = NA, high = NA)
  cells[[length(cells) + 1]] <<- data.frame(
    cell_id = id, value = as.numeric(value), conf_low = as.numeric(low), conf_high = as.numeric(high))

whole_days <- function(months) floor(months * days + 0.5)
men$time <- whole_days(men$time)
men$stage <- factor(men$fac_stage, c(3, 4), c("III", "IV"))
words <- c("Normal activity", "In bed less than half of the day",
           "In bed more than half of the day", "Confined to bed")
men$performance <- factor(men$fac_pf, c("normal activity", "in bed < 50% daytime",
                                        "in bed > 50% daytime", "confined to bed"), words)
arms <- c("Placebo", "0.2 mg estrogen", "1.0 mg estrogen", "5.0 mg estrogen")
men$arm <- factor(men$fac_rx, c("placebo", arms[-1]), arms)
men$age <- men$num_age
men$haemoglobin <- men$num_hg
men$bone <- factor(men$fac_bm, c(0, 1), c("false", "true"))
populations <- list(randomised = men, bone = men[men$fac_bm == 1, ])
rest <- men[men$fac_bm == 0, ]
columns <- c(populations, list(no_bone = rest))

for (name in names(columns)) {
  group <- columns[[name]]
  at <- function(...) paste("characteristics", name, ..., sep = "/")
  put(at("n"), nrow(group))
  for (variable in c("age", "haemoglobin")) {
    x <- group[[variable]][!is.na(group[[variable]])]
    q <- quantile(x, names = FALSE)
    values <- c(mean = mean(x), sd = sd(x), min = q[1], q1 = q[2], median = q[3], q3 = q[4], max = q[5])
    for (statistic in names(values)) put(at(variable, statistic), values[[statistic]])
  }
  for (variable in c("stage", "performance", "arm")) {
    counts <- table(group[[variable]])
    for (level in names(counts)) {
      interval <- prop.test(counts[[level]], nrow(group), correct = FALSE)$conf.int
      put(at(variable, level, "n"), counts[[level]])
      put(at(variable, level, "percent"), 100 * counts[[level]] / nrow(group),
          100 * interval[1], 100 * interval[2])
    }
  }
}
for (variable in c("stage", "performance", "arm")) {
  at <- function(word) paste("characteristics", "bone vs no_bone", variable, word, sep = "/")
  counts <- rbind(table(populations$bone[[variable]]), table(rest[[variable]]))
  counts <- counts[, colSums(counts) > 0]
  pearson <- suppressWarnings(chisq.test(counts, correct = FALSE))
  put(at("chi_square"), pearson$statistic)
  put(at("df"), pearson$parameter)
  put(at("p_value"), pearson$p.value)
  put(at("min_expected"), min(pearson$expected))
  if (min(pearson$expected) < 5) put(at("p_value_exact"), fisher.test(counts, workspace = 2e7)$p.value)
  if (ncol(counts) > 2) for (level in colnames(counts)) {  # Newcombe's method 10
    k <- counts[, level]
    share <- k / rowSums(counts)
    low <- high <- numeric(2)
    for (row in 1:2) {
      interval <- prop.test(k[row], sum(counts[row, ]), correct = FALSE)$conf.int
      low[row] <- interval[1]; high[row] <- interval[2]
    }
    difference <- share[1] - share[2]
    put(at(paste0(level, "/risk_difference")), 100 * difference,
        100 * (difference - sqrt((share[1] - low[1])^2 + (high[2] - share[2])^2)),
        100 * (difference + sqrt((high[1] - share[1])^2 + (share[2] - low[2])^2)))
  }
  if (ncol(counts) == 2) {
    ratio <- counts[1, 1] * counts[2, 2] / (counts[1, 2] * counts[2, 1])
    margin <- exp(z * sqrt(sum(1 / counts)))
    put(at("odds_ratio"), ratio, ratio / margin, ratio * margin)
  }
}

# Numbers by ranks. The shift's limits are R's equations solved over the differences, at which alone
# they can change: wilcox.test stops its search at 1e-4.
for (variable in c("age", "haemoglobin")) {
  at <- function(word) paste("characteristics", "bone vs no_bone", variable, word, sep = "/")
  x <- na.omit(populations$bone[[variable]]); y <- na.omit(rest[[variable]])
  ranks <- wilcox.test(x, y)
  put(at("test_statistic"), ranks$statistic)
  put(at("p_value"), ranks$p.value)
  ties <- table(c(x, y)); n <- length(x) + length(y); pairs <- length(x) * length(y)
  sigma <- sqrt(pairs / 12 * (n + 1 - sum(ties^3 - ties) / (n * (n - 1))))
  apart <- sort(outer(x, y, "-"))
  limit <- which(pairs / 2 - seq_len(pairs) - 0.5 <= z * sigma)[1]
  put(at("location_shift"), median(apart), apart[limit], rev(apart)[limit])
}

# Standardised differences: of means; of the first of two levels; of more, Yang and Dalton's distance.
standardised <- function(variable, value)
  put(paste("characteristics", "bone vs no_bone", variable, "standardised_difference", sep = "/"), value)
for (variable in c("age", "haemoglobin")) {
  x <- populations$bone[[variable]]; y <- rest[[variable]]
  standardised(variable, (mean(x, na.rm = TRUE) - mean(y, na.rm = TRUE)) /
                         sqrt((var(x, na.rm = TRUE) + var(y, na.rm = TRUE)) / 2))
}
for (variable in c("stage", "performance", "arm")) {
  p <- prop.table(table(populations$bone[[variable]])); q <- prop.table(table(rest[[variable]]))
  used <- which(p + q > 0)
  p <- p[used][-1]; q <- q[used][-1]
  covariance <- (diag(p, length(p)) - p %o% p + diag(q, length(q)) - q %o% q) / 2
  distance <- sqrt(drop((p - q) %*% solve(covariance) %*% (p - q)))
  standardised(variable, if (length(p) > 1) distance else (q - p) / sqrt(covariance))
}

# As SPSS is believed to do it (Collett): a Wald interval with the density from 0.55 to 0.45.
spss_median <- function(fit) {
  event <- fit$n.event > 0
  t <- fit$time[event]; s <- fit$surv[event]; se <- (fit$std.err * fit$surv)[event]
  reached <- which(s <= 0.5 + 1e-12)
  if (!length(reached)) return(c(NA, NA, NA))
  upper <- max(t[s >= 0.55 - 1e-12]); lower <- min(t[s <= 0.45 + 1e-12])
  if (!is.finite(lower)) return(c(t[reached[1]], NA, NA))
  density <- (s[t == upper] - s[t == lower]) / (lower - upper)
  t[reached[1]] + c(0, -z, z) * se[reached[1]] / density
}
steps <- c(1, 2, 3, 6, 12, 24, 36, 60, 120, 240)
survival_of <- function(id, group, data) {
  at <- function(...) paste(c(id, "randomised", if (nzchar(group)) group, ...), collapse = "/")
  fit <- survfit(Surv(time, event) ~ 1, data, conf.type = "log-log")
  put(at("n"), nrow(data))
  put(at("n_event"), sum(data$event))
  put(at("n_censored"), sum(1 - data$event))
  q <- quantile(fit, 0.5)
  put(at("median_survival"), q$quantile / days, q$lower / days, q$upper / days)
  wald <- spss_median(fit) / days
  put(at("median_survival_spss"), wald[1], wald[2], wald[3])
  # Whoever died on a day could not be censored on it: deaths of a day come before its censorings.
  order <- survfit(Surv(time - event * 0.25, 1 - event) ~ 1, data, conf.type = "log-log")
  q <- quantile(order, 0.5)
  put(at("median_follow_up"), q$quantile / days, q$lower / days, q$upper / days)
  months <- c(12, 24, 36, 60)
  s <- summary(fit, times = whole_days(months))
  for (k in seq_along(months))
    put(at(months[k], "survival"), 100 * s$surv[k], 100 * s$lower[k], 100 * s$upper[k])
  longest <- max(men$time) / days
  step <- steps[longest / steps < 10][1]
  for (month in seq(0, longest, by = step)) put(at(month, "n_at_risk"), sum(data$time >= whole_days(month)))
}
compare <- function(id, group) {
  test <- survdiff(Surv(time, event) ~ men[[group]], men)
  at <- function(word) paste(id, "randomised", word, sep = "/")
  put(at("chi_square"), test$chisq)
  put(at("df"), length(test$n) - 1)
  put(at("p_value"), pchisq(test$chisq, length(test$n) - 1, lower.tail = FALSE))
  tight <- coxph.control(eps = 1e-12, iter.max = 50)
  ratios <- summary(coxph(Surv(time, event) ~ men[[group]], men, control = tight))$conf.int
  for (k in seq_len(nrow(ratios))) {
    compared <- paste(levels(men[[group]])[k + 1], "vs", levels(men[[group]])[1])
    put(at(paste0(compared, "/hazard_ratio")), ratios[k, 1], ratios[k, 3], ratios[k, 4])
  }
}
for (id in c("os_all", "os_by_bone", "os_by_arm")) {
  put(paste(id, "randomised", "n_population", sep = "/"), nrow(men))
  put(paste(id, "randomised", "n_prevalent", sep = "/"), sum(men$event == 1 & men$time == 0))
}
survival_of("os_all", "", men)
for (level in levels(men$bone)) survival_of("os_by_bone", level, men[men$bone == level, ])
for (level in arms) survival_of("os_by_arm", level, men[men$arm == level, ])
compare("os_by_bone", "bone")
compare("os_by_arm", "arm")

written <- do.call(rbind, cells)
for (column in names(written)[-1])
  written[[column]] <- ifelse(is.na(written[[column]]), "", sprintf("%.17g", written[[column]]))
write.csv(written, arguments[2], row.names = FALSE, quote = TRUE)
