# shellcheck shell=bash disable=SC2034
# Many processes on few cores. A .NET service wakes a second thread for work that the first would get to at once, and whoever wakes
# up takes the core from the one that is about to hand it more. Where each process has cores of its own, neither matters. What it
# gives: docs/performance/what-changed-what.md, "Few cores".

# share_cores: for what is defined from here on.
share_cores() {
  # About one for each process.
  local enough=8
  (($(nproc) < enough)) && [ "${SHARE_CORES:-yes}" != no ] || return 0
  few_threads=(DOTNET_ThreadPool_ForceMinWorkerThreads=1)
  # The kernel's policy for work that nobody waits for at a keyboard; anyone may choose it. One that the caller has chosen stays.
  case $(chrt --pid $$ 2>/dev/null) in
    *SCHED_OTHER*) in_turn=(chrt --batch 0) ;;
  esac
}
