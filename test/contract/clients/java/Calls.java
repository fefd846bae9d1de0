// What a user of the Java client does, call by call. Prints `ok <call>` or `FAILED <call>: <why>`; the runner counts.
// One text for two generations: the runner writes the package and the client's name in (see run.ts).
import CLIENT_PACKAGE.CLIENT;
import CLIENT_PACKAGE.api.command.MigrationPlan;
import CLIENT_PACKAGE.api.response.ActivatedJob;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public final class Calls {
  interface Work<T> {
    T run() throws Exception;
  }

  static <T> T call(String name, Work<T> work) {
    try {
      T answer = work.run();
      System.out.println("ok " + name);
      return answer;
    } catch (Throwable error) {
      System.out.println("FAILED " + name + ": " + String.valueOf(error.getMessage()).replace('\n', ' '));
      return null;
    }
  }

  static void refused(String name, String expected, Work<?> work) {
    try {
      work.run();
      System.out.println("FAILED " + name + ": was not refused");
    } catch (Throwable error) {
      String text = String.valueOf(error.getMessage());
      System.out.println(text.contains(expected) ? "ok " + name : "FAILED " + name + ": " + text.replace('\n', ' '));
    }
  }

  static String rest;

  static String search(String what, String filter) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(rest + "/v2/" + what + "/search"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"filter\":" + filter + "}"))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** The first key of that name, looked for again until it is there. */
  static long key(String what, String filter, String name) throws Exception {
    for (int times = 0; times < 200; times++) {
      Matcher found = Pattern.compile('"' + name + "\":\"(\\d+)\"").matcher(search(what, filter));
      if (found.find()) return Long.parseLong(found.group(1));
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IllegalStateException("no " + name + " in " + what);
  }

  static ActivatedJob job(CLIENT client, String type) {
    List<ActivatedJob> jobs =
        client.newActivateJobsCommand().jobType(type).maxJobsToActivate(1).timeout(Duration.ofSeconds(20))
            .requestTimeout(Duration.ofSeconds(5)).send().join().getJobs();
    if (jobs.isEmpty()) throw new IllegalStateException("no job " + type);
    return jobs.get(0);
  }

  public static void main(String[] args) throws Exception {
    String grpc = args[0];
    rest = args[1];
    Path folder = Path.of(args[2]);
    boolean userTasks = Boolean.parseBoolean(args[3]);
    try (CLIENT client =
        CLIENT.newClientBuilder().grpcAddress(URI.create("http://" + grpc)).restAddress(URI.create(rest)) PLAINTEXT .build()) {
      call("topology", () -> client.newTopologyRequest().send().join());
      for (String file : List.of("work.bpmn", "told.bpmn", "decision.dmn"))
        call("deploy " + file, () ->
            client.newDeployResourceCommand().addResourceStringUtf8(Files.readString(folder.resolve(file)), file).send().join());

      CompletableFuture<Long> pushed = new CompletableFuture<>();
      var stream = client.newStreamJobsCommand().jobType("double").consumer(job -> pushed.complete(job.getKey()))
          .timeout(Duration.ofSeconds(20)).send();
      TimeUnit.MILLISECONDS.sleep(500);
      var work = call("create instance", () ->
          client.newCreateInstanceCommand().bpmnProcessId("work").latestVersion().variables(Map.of("n", 21)).send().join());
      Long streamed = call("stream jobs", () -> pushed.get(10, TimeUnit.SECONDS));
      stream.cancel(true);
      call("complete job", () -> client.newCompleteCommand(streamed).variables(Map.of("doubled", 42)).send().join());
      call("fail job", () ->
          client.newFailCommand(job(client, "stumble").getKey()).retries(0).errorMessage("broken").send().join());
      long incident = key("incidents", "{\"processInstanceKey\":\"" + work.getProcessInstanceKey() + "\"}", "incidentKey");
      long failed = key("incidents", "{\"processInstanceKey\":\"" + work.getProcessInstanceKey() + "\"}", "jobKey");
      call("update retries", () -> client.newUpdateRetriesCommand(failed).retries(1).send().join());
      call("resolve incident", () -> client.newResolveIncidentCommand(incident).send().join());
      ActivatedJob again = call("activate jobs", () -> job(client, "stumble"));
      call("update timeout", () -> client.newUpdateTimeoutCommand(again.getKey()).timeout(Duration.ofMinutes(1)).send().join());
      call("complete job again", () -> client.newCompleteCommand(again.getKey()).send().join());
      call("throw error", () -> client.newThrowErrorCommand(job(client, "refuse").getKey()).errorCode("REFUSED").send().join());

      var worker = client.newWorker().jobType("double").handler((jobClient, job) ->
          jobClient.newCompleteCommand(job.getKey()).variables(Map.of("doubled", 2)).send().join()).open();
      var others = client.newWorker().jobType("stumble").handler((jobClient, job) ->
          jobClient.newCompleteCommand(job.getKey()).send().join()).open();
      var last = client.newWorker().jobType("refuse").handler((jobClient, job) ->
          jobClient.newCompleteCommand(job.getKey()).send().join()).open();
      var result = call("with result, by workers", () ->
          client.newCreateInstanceCommand().bpmnProcessId("work").latestVersion().variables(Map.of("n", 1))
              .withResult().requestTimeout(Duration.ofSeconds(20)).send().join());
      if (result != null && !Integer.valueOf(2).equals(result.getVariablesAsMap().get("doubled")))
        System.out.println("FAILED variables: " + result.getVariables());
      worker.close();
      others.close();
      last.close();

      var told = call("create to be told", () ->
          client.newCreateInstanceCommand().bpmnProcessId("told").latestVersion().variables(Map.of("key", "java-1")).send().join());
      call("publish message", () ->
          client.newPublishMessageCommand().messageName("told").correlationKey("java-1").timeToLive(Duration.ofSeconds(5)).send().join());
      call("set variables", () ->
          client.newSetVariablesCommand(told.getProcessInstanceKey()).variables(Map.of("seen", true)).send().join());
      String own = "{\"processInstanceKey\":\"" + told.getProcessInstanceKey() + "\"}";
      if (userTasks) {
        long task = key("user-tasks", own, "userTaskKey");
        call("assign user task", () -> client.USER_TASK_ASSIGN(task).assignee("an").send().join());
        call("update user task", () -> client.USER_TASK_UPDATE(task).candidateGroups("office").send().join());
        call("unassign user task", () -> client.USER_TASK_UNASSIGN(task).send().join());
        call("complete user task", () -> client.USER_TASK_COMPLETE(task).variables(Map.of("done", true)).send().join());
      }
      var second = call("create to be moved", () ->
          client.newCreateInstanceCommand().bpmnProcessId("told").latestVersion().variables(Map.of("key", "java-2")).send().join());
      call("modify", () -> client.newModifyProcessInstanceCommand(second.getProcessInstanceKey()).activateElement("ask").send().join());
      var next = call("deploy a second version", () ->
          client.newDeployResourceCommand().addResourceStringUtf8(
              Files.readString(folder.resolve("told.bpmn")).replace("told-file", "told-file-2"), "told.bpmn").send().join());
      call("migrate", () -> client.newMigrateProcessInstanceCommand(second.getProcessInstanceKey()).migrationPlan(
          MigrationPlan.newBuilder().withTargetProcessDefinitionKey(next.getProcesses().get(0).getProcessDefinitionKey())
              .addMappingInstruction("wait", "wait").addMappingInstruction("ask", "ask").build()).send().join());
      call("cancel", () -> client.newCancelInstanceCommand(second.getProcessInstanceKey()).send().join());
      refused("cancel twice", "NOT_FOUND", () -> client.newCancelInstanceCommand(second.getProcessInstanceKey()).send().join());
      call("broadcast signal", () -> client.newBroadcastSignalCommand().signalName("horn").send().join());
      var decided = call("evaluate decision", () ->
          client.newEvaluateDecisionCommand().decisionId("size").variables(Map.of("n", 12)).send().join());
      if (decided != null && !decided.getDecisionOutput().contains("large"))
        System.out.println("FAILED decision: " + decided.getDecisionOutput());
      refused("unknown process", "nowhere", () ->
          client.newCreateInstanceCommand().bpmnProcessId("nowhere").latestVersion().send().join());
      call("delete resource", () -> client.newDeleteResourceCommand(decided.getDecisionRequirementsKey()).send().join());
    }
  }
}
