# Reference weights: quadprog 1.5-8 (Goldfarb and Idnani) on cause_panel.csv, 80 periods before. Run here: Rscript cause_quadprog.R
library(quadprog)
d <- as.matrix(read.csv("cause_panel.csv", header = FALSE))
pre <- 80
out <- data.frame()
for (treated in 1:24) {
  y <- d[1:pre, treated]
  rest <- -unique(c(1, treated)) # a placebo's donors never hold the treated unit
  x <- d[1:pre, rest]
  j <- ncol(x)
  s <- solve.QP(crossprod(x), crossprod(x, y), cbind(1, diag(j)), c(1, rep(0, j)), meq = 1)
  w <- s$solution
  gap <- d[, treated] - d[, rest] %*% w
  ratio <- sqrt(mean(gap[(pre + 1):100]^2)) / sqrt(mean(gap[1:pre]^2))
  out <- rbind(out, data.frame(model = "ratio", what = paste0("u", treated), m = 0, value = ratio))
  if (treated == 1) {
    for (i in 1:j) out <- rbind(out, data.frame(model = "weight", what = paste0("u", i + 1), m = 0, value = w[i]))
    for (t in 1:100) out <- rbind(out, data.frame(model = "gap", what = "u1", m = t, value = gap[t]))
  }
}
out$value <- sprintf("%.12g", out$value)
write.csv(out, "cause_quadprog.csv", row.names = FALSE, quote = FALSE)
