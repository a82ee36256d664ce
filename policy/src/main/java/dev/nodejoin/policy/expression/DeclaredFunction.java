package dev.nodejoin.policy.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.runtime.CelFunctionBinding;

/** One overload of a function: how it is called, and what it does. */
record DeclaredFunction(CelFunctionDecl declaration, CelFunctionBinding binding) {
    static DeclaredFunction of(String name, CelOverloadDecl overload, CelFunctionBinding binding) {
        return new DeclaredFunction(CelFunctionDecl.newFunctionDeclaration(name, overload), binding);
    }
}
