# shellcheck shell=bash disable=SC2034
# Many processes on few cores. A .NET service wakes a second thread for work that the first would get to at once, and whoever wakes
# up takes the core from the one that is about to hand it more. Where each process has a machine, or a limit, of its own, neither
# matters. What it gives: docs/performance.md, "Few cores".

# share_cores: for what is defined from here on. What the caller has set wins.
share_cores() {
  local processes=8
  (($(nproc) < processes)) && [ "${SHARE_CORES:-yes}" != no ] || return 0
  export DOTNET_ThreadPool_ForceMinWorkerThreads=${DOTNET_ThreadPool_ForceMinWorkerThreads:-1}
  # The kernel's policy for work that is not interactive; anyone may choose it.
  if chrt --batch 0 true 2>/dev/null; then in_turn=(chrt --batch 0); fi
}
