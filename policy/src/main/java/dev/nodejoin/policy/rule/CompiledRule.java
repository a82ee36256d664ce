package dev.nodejoin.policy.rule;

import dev.nodejoin.api.v1alpha1.PolicyRule;
import dev.nodejoin.api.v1alpha1.RuleStage;
import dev.nodejoin.policy.expression.Compilation;
import dev.nodejoin.policy.expression.Expression;
import dev.nodejoin.policy.expression.RuleLanguage;
import dev.nodejoin.policy.expression.RuleResult;
import dev.nodejoin.policy.fact.Facts;
import dev.nodejoin.policy.rule.PolicyRefusal.Kind;
import java.util.Objects;
import java.util.Optional;

/** A rule that can be asked. */
record CompiledRule(String name, RuleStage stage, String message, Expression expression) {

    /** What reading a rule comes to. */
    sealed interface Reading {
        record Usable(CompiledRule rule) implements Reading {}

        record Unusable(RuleProblem problem) implements Reading {}
    }

    static Reading read(PolicyRule rule) {
        var name = Objects.requireNonNullElse(rule.name(), "?");
        var text = Objects.requireNonNullElse(rule.expression(), "");
        var stage = rule.stage();
        if (stage == null) return new Reading.Unusable(new RuleProblem(name, 1, 1, "there is no such stage"));
        return switch (RuleLanguage.of(stage).compile(text)) {
            case Compilation.Compiled(var expression) ->
                new Reading.Usable(new CompiledRule(name, stage, message(rule, text), expression));
            case Compilation.Broken(var line, var column, var message) ->
                new Reading.Unusable(new RuleProblem(name, line, column, message));
        };
    }

    private static String message(PolicyRule rule, String text) {
        var own = rule.message();
        return own == null || own.isEmpty() ? "not true: " + text : own;
    }

    Optional<PolicyRefusal> ask(String policy, Facts facts) {
        return switch (expression.evaluate(facts)) {
            case RuleResult.Holds holds -> Optional.empty();
            case RuleResult.Violated violated -> Optional.of(new PolicyRefusal(policy, Kind.RULE, name, message));
            case RuleResult.Failed(var why) -> Optional.of(new PolicyRefusal(policy, Kind.FAILED_RULE, name, why));
        };
    }
}
