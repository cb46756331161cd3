// A simulated machine with PROCESSORS processors: as many as Python, torch and OpenMP count, on however few there are.
#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

static int all(size_t size, cpu_set_t *set) {
  memset(set, 0, size);
  for (int number = 0; number < PROCESSORS; number++) CPU_SET_S(number, size, set);
  return 0;
}

int sched_getaffinity(pid_t process, size_t size, cpu_set_t *set) { return all(size, set); }
int pthread_getaffinity_np(pthread_t thread, size_t size, cpu_set_t *set) { return all(size, set); }
int get_nprocs(void) { return PROCESSORS; }
int get_nprocs_conf(void) { return PROCESSORS; }

long sysconf(int name) {
  if (name == _SC_NPROCESSORS_ONLN || name == _SC_NPROCESSORS_CONF) return PROCESSORS;
  return ((long (*)(int))dlsym(RTLD_NEXT, "sysconf"))(name);
}
