# Reference figures for the event-study tests, computed with R's own lm, predict, cor, rank, t.test, wilcox.test,
# prop.test, p.adjust and sandwich::vcovCL. Run in this folder: Rscript reference.R > reference.csv
# R 4.2.2, sandwich 3.0. Inputs: panel.csv (prices), events.csv. Estimation [-120, -11], windows [-1, 1] and [0, 0].
suppressMessages(library(sandwich))
panel <- read.csv("panel.csv", stringsAsFactors = FALSE)
events <- read.csv("events.csv", stringsAsFactors = FALSE)
prices <- as.matrix(panel[, -1])
simple <- rbind(NA, prices[-1, ] / prices[-nrow(prices), ] - 1)
colnames(simple) <- colnames(prices)
cat("name,window,value\n")
put <- function(name, window, value) cat(sprintf("%s,%s,%.17g\n", name, window, value))

study <- function(window) {
  label <- paste(window, collapse = ":")
  est <- -120:-11
  win <- window[1]:window[2]
  n <- nrow(events)
  resid <- matrix(NA, n, length(est)); ar <- matrix(NA, n, length(win)); sar <- ar
  car <- se <- df <- sigma <- pos <- numeric(n)
  for (i in 1:n) {
    p <- match(events$date[i], panel$date)
    pos[i] <- p
    d0 <- data.frame(y = simple[p + est, events$security[i]], x = simple[p + est, "M"])
    d1 <- data.frame(y = simple[p + win, events$security[i]], x = simple[p + win, "M"])
    fit <- lm(y ~ x, d0)
    pr <- predict(fit, d1, se.fit = TRUE)
    ar[i, ] <- d1$y - pr$fit
    sar[i, ] <- ar[i, ] / sqrt(pr$residual.scale^2 + pr$se.fit^2)
    X1 <- cbind(1, d1$x)
    car[i] <- sum(ar[i, ])
    se[i] <- sqrt(sum(X1 %*% vcov(fit) %*% t(X1)) + length(win) * pr$residual.scale^2)
    df[i] <- fit$df.residual; sigma[i] <- pr$residual.scale
    resid[i, ] <- residuals(fit)
    put(paste0("alpha_", events$id[i]), label, coef(fit)[[1]])
    put(paste0("beta_", events$id[i]), label, coef(fit)[[2]])
    put(paste0("sigma_", events$id[i]), label, sigma[i])
    put(paste0("car_", events$id[i]), label, car[i])
    put(paste0("se_car_", events$id[i]), label, se[i])
    put(paste0("p_", events$id[i]), label, 2 * pt(-abs(car[i] / se[i]), df[i]))
  }
  scar <- car / se
  put("cross_sectional_t", label, unname(t.test(car)$statistic))
  put("cross_sectional_t_p", label, t.test(car)$p.value)
  put("bmp_z", label, unname(t.test(scar)$statistic))
  put("bmp_z_sum_of_sar", label, unname(t.test(rowSums(sar) / sqrt(length(win)))$statistic))
  patell <- sum(scar) / sqrt(sum(df / (df - 2)))
  put("patell_z", label, patell)
  # correlations of residuals on shared calendar days, from a calendar matrix that R's crossprod multiplies
  cal <- matrix(0, n, nrow(panel))
  for (i in 1:n) cal[i, pos[i] + est] <- resid[i, ] / sqrt(sum(resid[i, ]^2))
  rho <- tcrossprod(cal)
  share <- pmax(0, length(win) - abs(outer(pos, pos, "-"))) / length(win)
  r <- (sum(rho * share) - n) / (n * (n - 1))
  put("mean_correlation", label, r)
  rel <- cor(t(resid))
  put("mean_correlation_relative", label, mean(rel[upper.tri(rel)]))
  put("patell_adjusted_z", label, patell / sqrt(1 + (n - 1) * r))
  put("kolari_pynnonen_z", label, unname(t.test(scar)$statistic) * sqrt((1 - r) / (1 + (n - 1) * r)))
  put("crude_dependence_t", label, mean(car) / (sd(colMeans(resid)) * sqrt(length(win))))
  corrado <- function(now) {
    u <- t(apply(cbind(resid, now), 1, rank)) / (ncol(resid) + ncol(now) + 1) - 0.5
    k <- colMeans(u)
    w <- ncol(resid) + seq_len(ncol(now))
    sum(k[w]) / (sqrt(length(w)) * sqrt(mean(k^2)))
  }
  put("corrado_rank_z", label, corrado(ar))
  put("corrado_zivney_z", label, corrado(sweep(sar, 2, apply(sar, 2, sd), "/") * sigma))
  u <- t(apply(cbind(resid / sigma, scar / sd(scar)), 1, rank)) / (ncol(resid) + 2) - 0.5
  k <- colMeans(u); T <- length(k)
  z <- k[T] / sqrt(mean(k^2))
  put("grank_t", label, z * sqrt((T - 2) / (T - 1 - z^2)))
  put("grank_z", label, sqrt(12 * n * (T + 1) / (T - 1)) * k[T])
  put("sign_z_squared", label, unname(prop.test(sum(car > 0), n, 0.5, correct = FALSE)$statistic))
  put("generalized_sign_z_squared", label, unname(prop.test(sum(car > 0), n, mean(resid > 0), correct = FALSE)$statistic))
  put("wilcoxon_p", label, wilcox.test(car, exact = FALSE, correct = FALSE)$p.value)
  m <- lm(car ~ 1)
  put("day_clustered_t", label, coef(m)[[1]] / sqrt(vcovCL(m, cluster = pos, type = "HC0", cadjust = TRUE)[1, 1]))
  put("positive_share", label, mean(resid > 0))
}
suppressWarnings({ study(c(-1, 1)); study(c(0, 0)) })
p <- c(0.01, 0.04, 0.03, 0.005, 0.2, 0.04)
for (j in seq_along(p)) put(paste0("holm_", j), "", p.adjust(p, "holm")[j])
for (j in seq_along(p)) put(paste0("bh_", j), "", p.adjust(p, "BH")[j])
