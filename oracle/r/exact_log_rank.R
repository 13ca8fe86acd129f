# The exact permutation distribution of log-rank scores: coin, by the split-up algorithm.
source("oracle/export.R")
suppressPackageStartupMessages({library(survival); library(coin)})

rows <- function(case, time, status, group) data.frame(case, time, status, group)
small <- with(veteran[veteran$celltype == "large", ],
              rows("veteran_large", time, status, ifelse(trt == 1, "standard", "test")))
tied <- rows("tied", c(1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 6, 6), c(1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0),
             rep(c("a", "b"), 6))
lopsided <- rows("lopsided", c(1, 2, 3, 4, 5, 6, 7, 8, 9, 9), c(1, 1, 0, 1, 1, 0, 1, 1, 0, 0),
                 c("a", "a", rep("b", 8)))
data <- rbind(small, tied, lopsided)
export_data(data, "exact_log_rank")
found <- lapply(unique(data$case), function(case) {
  part <- data[data$case == case, ]
  part$group <- factor(part$group)
  test <- logrank_test(Surv(time, status) ~ group, part,
                       distribution = exact(algorithm = "split-up"))
  data.frame(case, statistic = c(statistic(test))^2, p_value = c(pvalue(test)))
})
# Four groups in two strata: scored within them (logrank_test itself would score all together),
# permuted within them; the p-value is asymptotic here.
veteran$celltype <- factor(veteran$celltype)
veteran$stratum <- factor(veteran$trt)
veteran$score <- 0
for (level in levels(veteran$stratum)) {
  here <- veteran$stratum == level
  veteran$score[here] <- with(veteran[here, ], logrank_trafo(Surv(time, status)))
}
blocked <- independence_test(score ~ celltype | stratum, veteran, teststat = "quadratic")
found <- c(found, list(data.frame(case = "veteran_stratified", statistic = c(statistic(blocked)),
                                  p_value = c(pvalue(blocked)))))
export_expected(do.call(rbind, found), "exact_log_rank")
