import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camunda.zeebe.protocol.record.ImmutableProtocol;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.RecordType;
import io.camunda.zeebe.protocol.record.ValueType;
import io.camunda.zeebe.protocol.record.ValueTypeMapping;
import io.camunda.zeebe.protocol.record.intent.Intent;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads records, one JSON document a line, into the typed values of Zeebe's protocol: each property that the type has
 * must be there, of its type, and no other. Prints each line that does not fit with the property, then how many records
 * of each value type were read; leaves with 1 when one does not fit.
 */
public final class RecordReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the exporter adds to a record. */
  private static final Set<String> ADDED = Set.of("sequence");

  public static void main(String[] arguments) throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    int number = 0;
    int misfits = 0;
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      number++;
      List<String> problems = new ArrayList<>();
      JsonNode document = JSON.readTree(line);
      try {
        Record<?> record = (Record<?>) new RecordReader(document, problems).read();
        if (problems.isEmpty()) counts.merge(record.getValueType() + " " + record.getIntent(), 1, Integer::sum);
      } catch (ReflectiveOperationException | RuntimeException error) {
        problems.add("cannot be built: " + (error.getCause() == null ? error : error.getCause()));
      }
      for (String problem : problems)
        System.out.println(
            "line " + number + ": " + document.path("valueType").asText() + " " + document.path("intent").asText() + " " + problem);
      if (!problems.isEmpty()) misfits++;
    }
    counts.forEach((what, count) -> System.out.println(what + " " + count));
    System.exit(misfits == 0 ? 0 : 1);
  }

  private final JsonNode document;
  private final List<String> problems;
  private final ValueTypeMapping.Mapping<?, ?> mapping;

  private RecordReader(JsonNode document, List<String> problems) {
    this.document = document;
    this.problems = problems;
    this.mapping = ValueTypeMapping.get(ValueType.valueOf(document.path("valueType").asText()));
  }

  private Object read() throws ReflectiveOperationException {
    Object record = build(Record.class, document, "");
    boolean event = document.path("recordType").asText().equals(RecordType.EVENT.name());
    if (problems.isEmpty() && ((Record<?>) record).getIntent().isEvent() != event)
      problems.add("recordType: the intent is that of " + (event ? "a command" : "an event"));
    return record;
  }

  /** An object of one of the protocol's interfaces, by the builder that its annotation names. */
  private Object build(Class<?> type, JsonNode node, String path) throws ReflectiveOperationException {
    ImmutableProtocol annotation = type.getAnnotation(ImmutableProtocol.class);
    if (annotation == null) throw new IllegalStateException("No builder for " + type);
    if (!node.isObject()) {
      problems.add(path + ": not an object but " + node);
      return null;
    }
    Object builder = newBuilder(annotation.builder());
    Set<String> known = new HashSet<>();
    for (Map.Entry<String, Method> property : properties(type).entrySet()) {
      String name = property.getKey();
      known.add(name);
      String at = path.isEmpty() ? name : path + "." + name;
      JsonNode held = node.get(name);
      if (held == null) {
        problems.add(at + ": absent");
        continue;
      }
      Object value = convert(property.getValue().getGenericReturnType(), name, held, at);
      if (value != null) set(builder, name, value);
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String name = entry.getKey();
      if (!known.contains(name) && !(path.isEmpty() && ADDED.contains(name)))
        problems.add((path.isEmpty() ? "" : path + ".") + name + ": not known");
    }
    if (!problems.isEmpty()) return null;
    return builder.getClass().getMethod("build").invoke(builder);
  }

  private static Object newBuilder(Class<?> type) throws ReflectiveOperationException {
    // Only the immutable class that it stands in can make one.
    return type.getEnclosingClass().getMethod("builder").invoke(null);
  }

  /** Getters by the name that they have in JSON. */
  private static Map<String, Method> properties(Class<?> type) {
    Map<String, Method> found = new LinkedHashMap<>();
    for (Method method : type.getMethods()) {
      if (method.getParameterCount() > 0 || Modifier.isStatic(method.getModifiers())) continue;
      String name = method.getName();
      int prefix = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
      if (prefix == 0 || name.length() == prefix || method.isBridge()) continue;
      found.put(Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1), method);
    }
    return found;
  }

  private static void set(Object builder, String name, Object value) throws ReflectiveOperationException {
    String setter = "with" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    for (Method method : builder.getClass().getMethods()) {
      if (!method.getName().equals(setter) || method.getParameterCount() != 1) continue;
      method.invoke(builder, value);
      return;
    }
    throw new NoSuchMethodException(builder.getClass() + "." + setter);
  }

  private Object convert(Type type, String name, JsonNode node, String path) throws ReflectiveOperationException {
    if (path.equals("intent")) return intent(node);
    if (path.equals("value")) return build(mapping.getValueClass(), node, path);
    if (type instanceof ParameterizedType) {
      ParameterizedType generic = (ParameterizedType) type;
      Type[] inner = generic.getActualTypeArguments();
      return Map.class.equals(generic.getRawType()) ? map(inner[1], node, path) : list(inner[0], node, path);
    }
    Class<?> raw = (Class<?>) type;
    if (raw == long.class || raw == Long.class)
      return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : misfit(path, "a long", node);
    if (raw == int.class || raw == Integer.class)
      return node.isIntegralNumber() && node.canConvertToInt() ? node.intValue() : misfit(path, "an int", node);
    if (raw == boolean.class) return node.isBoolean() ? node.booleanValue() : misfit(path, "true or false", node);
    if (raw == String.class) return node.isTextual() ? node.textValue() : misfit(path, "a text", node);
    if (raw == byte[].class) return bytes(node, path);
    if (raw.isEnum()) return constant(raw, node, path);
    return build(raw, node, path);
  }

  private Object list(Type inner, JsonNode node, String path) throws ReflectiveOperationException {
    if (!node.isArray()) return misfit(path, "a list", node);
    List<Object> items = new ArrayList<>();
    for (int at = 0; at < node.size(); at++) {
      Object item = convert(inner, "", node.get(at), path + "[" + at + "]");
      if (item != null) items.add(item);
    }
    return items;
  }

  private Object map(Type inner, JsonNode node, String path) throws ReflectiveOperationException {
    if (!node.isObject()) return misfit(path, "an object", node);
    Map<String, Object> items = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      Object item =
          inner == String.class
              ? convert(inner, "", entry.getValue(), path + "." + entry.getKey())
              : JSON.convertValue(entry.getValue(), Object.class);
      items.put(entry.getKey(), item);
    }
    // What is null among somebody's variables is null in the typed value too; the builder would refuse it.
    items.values().removeIf(Objects::isNull);
    return items;
  }

  private Object bytes(JsonNode node, String path) {
    if (!node.isTextual()) return misfit(path, "base64", node);
    try {
      return Base64.getDecoder().decode(node.textValue());
    } catch (IllegalArgumentException error) {
      return misfit(path, "base64", node);
    }
  }

  private Object constant(Class<?> type, JsonNode node, String path) {
    for (Object one : type.getEnumConstants())
      if (node.isTextual() && ((Enum<?>) one).name().equals(node.textValue())) return one;
    return misfit(path, "a " + type.getSimpleName(), node);
  }

  private Intent intent(JsonNode node) {
    return (Intent) constant(mapping.getIntentClass(), node, "intent");
  }

  private Object misfit(String path, String wanted, JsonNode node) {
    problems.add(path + ": not " + wanted + " but " + node);
    return null;
  }
}
