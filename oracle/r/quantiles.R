# Quantiles of three definitions, means and standard deviations.
suppressPackageStartupMessages(library(survival))
source("oracle/export.R")

variables <- list(lung_age = lung$age, lung_weight_loss = na.omit(lung$wt.loss), pbc_bilirubin = pbc$bili,
                  one = 5, two = c(3, 1), tied = rep(2, 7), quarters = 1:9, tenths = (1:11) / 10)
export_data(do.call(rbind, lapply(names(variables), function(case) {
  counted <- as.data.frame(table(value = variables[[case]]), stringsAsFactors = FALSE)
  data.frame(case = case, value = as.numeric(counted$value), n = counted$Freq)
})), "value_counts")
shares <- c(0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.7, 0.75, 0.9, 0.99, 1)
export_expected(do.call(rbind, lapply(names(variables), function(case)
  do.call(rbind, lapply(c(2, 6, 7), function(definition)
    data.frame(case = case, definition = definition, q = shares,
               quantile = quantile(variables[[case]], shares, type = definition)))))), "quantiles")
export_expected(do.call(rbind, lapply(names(variables), function(case) {
  x <- variables[[case]]
  data.frame(case = case, n = length(x), mean = mean(x), sd = sd(x), minimum = min(x), maximum = max(x),
             lower_quartile = quantile(x, 0.25), median = median(x), upper_quartile = quantile(x, 0.75))
})), "value_summaries")
