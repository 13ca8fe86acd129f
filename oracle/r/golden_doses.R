# Response of pain by biologically effective dose in R, from the files of the golden registry of
# radiotherapy and not through records: sites as if independent, and within patients.
suppressPackageStartupMessages(library(geepack))
source("oracle/export.R")

sites <- read.csv("src/osteon/synthetic/radiotherapy_sites.csv")
sites <- sites[!is.na(sites$fractions), ]
dose <- sites$dose_cgy / 100
sites$bed <- dose * (1 + dose / sites$fractions / 10)
steady <- sites$omed_after <= sites$omed_before
complete <- sites$pain_after == 0 & steady
less_pain <- sites$pain_before - sites$pain_after >= 2 & steady
less_opioid <- sites$omed_before > 0 & sites$omed_after <= 0.75 * sites$omed_before &
  sites$pain_after <= sites$pain_before
known <- sites$pain_before > 0
sites$responder <- as.integer((known & (complete | less_pain | less_opioid)) %in% TRUE)
sites$tens <- sites$bed / 10
sites <- sites[order(sites$patient), ]

by_dose <- table(sites$bed, sites$responder)
trend <- prop.trend.test(by_dose[, "1"], rowSums(by_dose), as.numeric(rownames(by_dose)))
naive <- glm(responder ~ tens, binomial, sites, control = glm.control(epsilon = 1e-15, maxit = 100))
interval <- exp(confint.default(naive))["tens", ]
within <- geese(responder ~ tens, id = patient, data = sites, family = binomial(),
                corstr = "exchangeable", control = geese.control(epsilon = 1e-14, maxit = 200))
z <- within$beta[2] / sqrt(within$vbeta[2, 2])
export_expected(data.frame(
  name = c("n", "responders", "chi_square", "p_value", "odds_ratio", "odds_ratio_low",
           "odds_ratio_high", "odds_ratio_clustered", "p_value_clustered"),
  value = c(nrow(sites), sum(sites$responder), trend$statistic, trend$p.value,
            exp(coef(naive)["tens"]), interval, exp(within$beta[2]), 2 * pnorm(-abs(z)))
), "golden_doses")
