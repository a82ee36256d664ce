package dev.nodejoin.policy.expression;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.extensions.CelSetsExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.nodejoin.api.v1alpha1.RuleStage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** CEL with the variables of a stage, and limits, so that no rule can hold up or exhaust who asks it. */
public final class RuleLanguage {
    /** Longest expression, in characters. */
    public static final int LONGEST_EXPRESSION = 2048;

    /** Most steps of all comprehensions of an expression together. */
    public static final int MOST_STEPS = 10_000;

    private static final int DEEPEST = 50;
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST_EXPRESSION)
            .maxParseRecursionDepth(DEEPEST)
            .comprehensionMaxIterations(MOST_STEPS)
            .enableHeterogeneousNumericComparisons(true)
            .enableOptionalSyntax(true)
            .build();
    private static final CelStringExtensions STRINGS = CelExtensions.strings(
            CelStringExtensions.Function.CHAR_AT,
            CelStringExtensions.Function.INDEX_OF,
            CelStringExtensions.Function.LAST_INDEX_OF,
            CelStringExtensions.Function.LOWER_ASCII,
            CelStringExtensions.Function.QUOTE,
            CelStringExtensions.Function.REVERSE,
            CelStringExtensions.Function.SPLIT,
            CelStringExtensions.Function.SUBSTRING,
            CelStringExtensions.Function.TRIM,
            CelStringExtensions.Function.UPPER_ASCII);
    private static final CelListsExtensions LISTS = CelExtensions.lists(
            CelListsExtensions.Function.SLICE,
            CelListsExtensions.Function.DISTINCT,
            CelListsExtensions.Function.REVERSE,
            CelListsExtensions.Function.SORT);
    private static final CelSetsExtensions SETS = CelExtensions.sets(OPTIONS);
    private static final CelOptionalLibrary OPTIONAL = CelExtensions.optional();
    private static final List<DeclaredFunction> FUNCTIONS = Stream.of(
                    AddressFunctions.all(), TextFunctions.all(), ListFunctions.all())
            .flatMap(List::stream)
            .toList();
    private static final CelRuntime RUNTIME = runtime();
    private static final Map<RuleStage, RuleLanguage> LANGUAGES = languages();

    private final CelCompiler compiler;

    private RuleLanguage(CelCompiler compiler) {
        this.compiler = compiler;
    }

    public static RuleLanguage of(RuleStage stage) {
        var language = LANGUAGES.get(stage);
        if (language == null) throw new IllegalStateException("Every stage has a language");
        return language;
    }

    private static Map<RuleStage, RuleLanguage> languages() {
        var languages = new EnumMap<RuleStage, RuleLanguage>(RuleStage.class);
        for (var stage : RuleStage.values()) languages.put(stage, new RuleLanguage(compiler(stage)));
        return languages;
    }

    /** Parsed and type-checked; the first thing that is wrong counts. */
    public Compilation compile(String expression) {
        try {
            var tree = compiler.compile(expression).getAst();
            return new Compilation.Compiled(new Expression(tree, RUNTIME.createProgram(tree)));
        } catch (CelValidationException e) {
            return broken(e);
        } catch (CelEvaluationException | RuntimeException e) {
            return new Compilation.Broken(1, 1, String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            return new Compilation.Broken(1, 1, "it is nested too deeply");
        }
    }

    private static Compilation broken(CelValidationException e) {
        if (e.getErrors().isEmpty()) return new Compilation.Broken(1, 1, String.valueOf(e.getMessage()));
        var first = e.getErrors().getFirst();
        var location = first.getSourceLocation();
        return new Compilation.Broken(
                Math.max(1, location.getLine()), Math.max(0, location.getColumn()) + 1, first.getMessage());
    }

    private static CelCompiler compiler(RuleStage stage) {
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                        .excludeFunctions(CelStandardDeclarations.StandardFunction.MATCHES)
                        .build())
                .setTypeProvider(Contract.types())
                .setResultType(SimpleType.BOOL)
                .addLibraries(STRINGS, LISTS, SETS, OPTIONAL)
                .addFunctionDeclarations(declarations());
        Contract.variables(stage).forEach(builder::addVar);
        return builder.build();
    }

    private static List<CelFunctionDecl> declarations() {
        return FUNCTIONS.stream().map(DeclaredFunction::declaration).toList();
    }

    private static CelRuntime runtime() {
        return CelRuntimeFactory.legacyCelRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .excludeFunctions(CelStandardFunctions.StandardFunction.MATCHES)
                        .build())
                .addLibraries(STRINGS, LISTS, SETS, OPTIONAL)
                .addFunctionBindings(
                        FUNCTIONS.stream().map(DeclaredFunction::binding).toList())
                .build();
    }
}
