import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

/** Reads a pattern and an event, a line each, again and again; prints match, no-match or invalid for each pair. */
public final class RulerVerdicts {
  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StringBuilder out = new StringBuilder();
    for (String pattern = in.readLine(); pattern != null; pattern = in.readLine()) {
      String event = in.readLine();
      String verdict;
      try {
        Machine machine = new Machine();
        machine.addRule("rule", pattern);
        verdict = machine.rulesForJSONEvent(event).isEmpty() ? "no-match" : "match";
      } catch (Exception e) {
        verdict = JsonRuleCompiler.check(pattern) != null ? "invalid" : "failed: " + e;
      }
      out.append(verdict).append('\n');
    }
    System.out.print(out);
  }
}
