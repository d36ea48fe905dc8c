# Reference figures for breaks: strucchange 1.5-3 on cause_breaks_series.csv. Run in this folder: Rscript cause_breaks.R
suppressMessages(library(strucchange))
d <- read.csv("cause_breaks_series.csv")
d$t <- seq_len(nrow(d))
d$size <- abs(d$meta)
models <- list(mean = meta ~ 1, size = size ~ 1, beta = meta ~ gspc, trend = log_price ~ t)
out <- data.frame()
add <- function(model, what, m, value) out <<- rbind(out, data.frame(model = model, what = what, m = m, value = value))
for (name in names(models)) {
  b <- breakpoints(models[[name]], data = d, h = 0.15, breaks = 5)
  s <- summary(b)
  for (m in 0:5) {
    if (paste(m) %in% colnames(s$RSS)) {
      add(name, "rss", m, s$RSS["RSS", paste(m)])
      add(name, "bic", m, s$RSS["BIC", paste(m)])
    }
  }
  for (m in 1:5) {
    p <- tryCatch(breakpoints(b, breaks = m)$breakpoints, error = function(e) NA)
    for (i in seq_along(p)) add(name, paste0("break", i), m, p[i])
  }
  for (m in 1:2) {
    ci <- suppressWarnings(confint(b, breaks = m)$confint)
    for (i in seq_len(nrow(ci))) { add(name, paste0("low", i), m, ci[i, 1]); add(name, paste0("high", i), m, ci[i, 3]) }
  }
  f <- Fstats(models[[name]], data = d, from = 0.15)
  test <- sctest(f, type = "supF")
  add(name, "supf", 1, test$statistic)
  add(name, "supf_p", 1, test$p.value)
  add(name, "supf_at", 1, f$breakpoint)
}
for (name in c("mean", "size")) {
  for (type in c("OLS-CUSUM", "OLS-MOSUM")) {
    e <- efp(models[[name]], data = d, type = type, h = 0.15)
    test <- sctest(e)
    add(name, type, 0, test$statistic)
    add(name, paste0(type, "_p"), 0, test$p.value)
  }
}
nw <- sandwich::NeweyWest(lm(meta ~ gspc + I(t > 300), d), lag = 4, prewhite = FALSE, adjust = TRUE)
add("drift", "se_lag4", 300, sqrt(nw[3, 3]))
add("drift", "change", 300, coef(lm(meta ~ gspc + I(t > 300), d))[3])
out$value <- sprintf("%.12g", out$value)
write.csv(out, "cause_breaks.csv", row.names = FALSE, quote = FALSE)
