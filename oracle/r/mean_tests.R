# Student and Welch.
suppressPackageStartupMessages(library(survival))
source("oracle/export.R")
source("oracle/two_samples.R")
export_expected(do.call(rbind, lapply(names(samples), function(case) {
  x <- samples[[case]]$x; y <- samples[[case]]$y
  if (min(length(x), length(y)) < 2) return(NULL)
  do.call(rbind, lapply(c(TRUE, FALSE), function(equal) {
    test <- tryCatch(t.test(x, y, var.equal = equal), error = function(e) NULL)
    if (is.null(test)) return(NULL)
    data.frame(case = case, equal_variances = equal, value = mean(x) - mean(y), std_error = test$stderr,
               conf_low = test$conf.int[1], conf_high = test$conf.int[2], statistic = test$statistic,
               df = test$parameter, p_value = test$p.value)
  }))
})), "mean_tests")
