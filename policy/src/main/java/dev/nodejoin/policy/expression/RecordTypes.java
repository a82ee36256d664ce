package dev.nodejoin.policy.expression;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Types of the API's records as rules see them, so that a misspelled field is found when a policy is written. */
final class RecordTypes {
    private final Map<String, CelType> types = new LinkedHashMap<>();

    /** The types as they are by now. */
    CelTypeProvider provider() {
        return new Known(ImmutableMap.copyOf(types));
    }

    private record Known(ImmutableMap<String, CelType> byName) implements CelTypeProvider {
        @Override
        public ImmutableCollection<CelType> types() {
            return byName.values();
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(byName.get(name));
        }
    }

    void add(CelType type) {
        types.put(type.name(), type);
    }

    StructType struct(String name, Map<String, CelType> fields) {
        var known = ImmutableMap.copyOf(fields);
        var type = StructType.create(
                Contract.PREFIX + name, known.keySet(), field -> Optional.ofNullable(known.get(field)));
        add(type);
        return type;
    }

    /** With a field for each component. */
    StructType struct(Class<?> record) {
        var fields = new LinkedHashMap<String, CelType>();
        for (RecordComponent component : record.getRecordComponents())
            fields.put(component.getName(), typeOf(component.getGenericType()));
        return struct(record.getSimpleName(), fields);
    }

    private CelType typeOf(Type type) {
        if (type instanceof ParameterizedType generic) return typeOf(generic);
        var plain = (Class<?>) type;
        if (plain.isRecord()) return struct(plain);
        if (plain.isEnum() || plain == String.class) return SimpleType.STRING;
        if (plain == Boolean.class) return SimpleType.BOOL;
        if (plain == Long.class || plain == Integer.class) return SimpleType.INT;
        throw new IllegalStateException("Rules know no type for " + type.getTypeName());
    }

    private CelType typeOf(ParameterizedType generic) {
        var arguments = generic.getActualTypeArguments();
        if (generic.getRawType() == List.class) return ListType.create(typeOf(arguments[0]));
        if (generic.getRawType() == Map.class) return MapType.create(typeOf(arguments[0]), typeOf(arguments[1]));
        throw new IllegalStateException("Rules know no type for " + generic.getTypeName());
    }
}
