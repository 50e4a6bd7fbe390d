/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.karaf.jdk24;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Rewrites class files: calls of {@code Subject.getSubject}, and the bodies of {@code JaasHelper.doAs}. */
final class SubjectWeaver {

    private static final String SUBJECTS = "org/sallyport/karaf/jdk24/Subjects";
    private static final String SUBJECT = "javax/security/auth/Subject";
    private static final String JAAS_HELPER = "org/apache/karaf/util/jaas/JaasHelper";
    private static final int ASM = Opcodes.ASM9;

    private SubjectWeaver() {}

    static byte[] weave(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(new Rewriter(writer, reader.getClassName().equals(JAAS_HELPER)), 0);
        return writer.toByteArray();
    }

    private static final class Rewriter extends ClassVisitor {

        private final boolean jaasHelper;

        Rewriter(ClassVisitor next, boolean jaasHelper) {
            super(ASM, next);
            this.jaasHelper = jaasHelper;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (jaasHelper && name.equals("doAs") && (access & Opcodes.ACC_STATIC) != 0) {
                delegate(next, descriptor);
                return null;
            }
            return new MethodVisitor(ASM, next) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String method, String type, boolean isInterface) {
                    if (opcode == Opcodes.INVOKESTATIC && owner.equals(SUBJECT) && method.equals("getSubject")) {
                        super.visitMethodInsn(
                                opcode, SUBJECTS, "current", "(Ljava/lang/Object;)L" + SUBJECT + ";", false);
                    } else {
                        super.visitMethodInsn(opcode, owner, method, type, isInterface);
                    }
                }
            };
        }

        private static void delegate(MethodVisitor method, String descriptor) {
            method.visitCode();
            method.visitVarInsn(Opcodes.ALOAD, 0);
            method.visitVarInsn(Opcodes.ALOAD, 1);
            method.visitMethodInsn(Opcodes.INVOKESTATIC, SUBJECTS, "doAs", descriptor, false);
            method.visitInsn(Opcodes.ARETURN);
            method.visitMaxs(2, 2);
            method.visitEnd();
        }
    }
}
