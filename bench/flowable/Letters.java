import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.flowable.task.api.Task;

/**
 * Letters from start to end on Flowable with H2 in a file: each thread begins one, claims and completes its tasks, begins
 * the next. Arguments: diagram, database, threads, seconds to warm up, seconds a round, rounds. One line of JSON a round.
 */
public final class Letters {
  public static void main(String[] args) throws Exception {
    String diagram = Files.readString(Path.of(args[0]));
    int threads = Integer.parseInt(args[2]);
    var settings = new StandaloneProcessEngineConfiguration();
    settings.setJdbcUrl("jdbc:h2:file:" + args[1] + ";DB_CLOSE_DELAY=-1");
    settings.setJdbcUsername("sa");
    settings.setJdbcPassword("");
    settings.setDatabaseSchemaUpdate("true");
    settings.setAsyncExecutorActivate(false);
    settings.setJdbcMaxActiveConnections(threads * 2);
    ProcessEngine engine = settings.buildProcessEngine();
    engine.getRepositoryService().createDeployment().addString("letter.bpmn20.xml", diagram).deploy();
    run(engine, threads, Long.parseLong(args[3]));
    for (int round = 0; round < Integer.parseInt(args[5]); round++) {
      System.out.println(run(engine, threads, Long.parseLong(args[4])));
    }
    engine.close();
    System.exit(0);
  }

  private static String run(ProcessEngine engine, int threads, long seconds) throws Exception {
    var letters = new AtomicLong();
    var done = new CountDownLatch(threads);
    var clock = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = clock.getProcessCpuTime();
    long began = System.nanoTime();
    long end = began + seconds * 1_000_000_000L;
    for (int at = 0; at < threads; at++) {
      String clerk = "clerk-" + at;
      new Thread(() -> {
        try {
          while (System.nanoTime() < end) {
            letter(engine, clerk);
            letters.incrementAndGet();
          }
        } catch (RuntimeException error) {
          error.printStackTrace();
          System.exit(1);
        } finally {
          done.countDown();
        }
      }).start();
    }
    done.await();
    double took = (System.nanoTime() - began) / 1e9;
    double used = (clock.getProcessCpuTime() - cpu) / 1e9;
    return String.format(java.util.Locale.ROOT, "{\"rate\":%.3f,\"cpu\":%.5f}", letters.get() / took, used / letters.get());
  }

  private static void letter(ProcessEngine engine, String clerk) {
    Map<String, Object> variables = new HashMap<>(Map.of("urgent", true));
    String instance = engine.getRuntimeService().startProcessInstanceByKey("letter", variables).getId();
    for (int tasks = 0; tasks < 3; tasks++) {
      Task task = engine.getTaskService().createTaskQuery().processInstanceId(instance).list().get(0);
      engine.getTaskService().claim(task.getId(), clerk);
      engine.getTaskService().complete(task.getId());
    }
  }
}
