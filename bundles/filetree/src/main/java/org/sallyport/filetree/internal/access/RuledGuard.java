/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.filetree.internal.store.Guard;

/** What each thing that can be done to a place needs to be allowed there. */
final class RuledGuard implements Guard {

    private static final Predicate<String> ALL = name -> true;

    private final Function<List<String>, Ruling> rulings;

    /** @param rulings what holds at a place */
    RuledGuard(Function<List<String>, Ruling> rulings) {
        this.rulings = rulings;
    }

    private Ruling at(List<String> place) {
        return rulings.apply(place);
    }

    @Override
    public void look(List<String> place) throws FileTreeException {
        at(place).requireSeen();
    }

    @Override
    public void find(List<String> place) throws FileTreeException {
        at(place).requireNotHidden();
    }

    @Override
    public Predicate<String> list(List<String> place) throws FileTreeException {
        Ruling directory = at(place);
        directory.requireListed();
        return directory.mayHide() ? name -> !directory.child(name).isHidden() : ALL;
    }

    @Override
    public OpenOptions open(List<String> place, OpenOptions options) throws FileTreeException {
        Ruling file = at(place);
        if (options.read() || !options.write()) {
            file.require(Right.READ);
        }
        if (!options.write() && !options.create()) {
            return options;
        }
        boolean appends = options.append() && !options.truncate();
        Right change = appends && !file.allows(Right.OVERWRITE) ? Right.APPEND : Right.OVERWRITE;
        if (!options.create()) {
            file.require(change);
            return options;
        }
        if (options.exclusive() || !file.allows(change)) {
            file.require(Right.CREATE);
            return with(options, true, true);
        }
        return with(options, file.allows(Right.CREATE), false);
    }

    private static OpenOptions with(OpenOptions options, boolean create, boolean exclusive) {
        return new OpenOptions(
                options.read(),
                options.write(),
                options.append(),
                create,
                options.truncate(),
                exclusive,
                options.noFollow());
    }

    @Override
    public void makeDirectory(List<String> place) throws FileTreeException {
        at(place).require(Right.CREATE_DIRECTORIES);
    }

    @Override
    public void remove(List<String> place) throws FileTreeException {
        at(place).require(Right.DELETE);
    }

    @Override
    public void removeDirectory(List<String> place) throws FileTreeException {
        at(place).require(Right.REMOVE_DIRECTORIES);
    }

    @Override
    public RenameMode rename(List<String> from, List<String> to, boolean directory, RenameMode mode)
            throws FileTreeException {
        Ruling source = at(from);
        Ruling target = at(to);
        if (directory) {
            source.require(Right.RENAME_DIRECTORIES);
            target.require(Right.CREATE_DIRECTORIES);
            source.requireMovableBelow(target);
            return target.allows(Right.REMOVE_DIRECTORIES) ? mode : RenameMode.NO_REPLACE;
        }
        source.require(Right.RENAME);
        target.require(Right.CREATE);
        target.requireNothingGained(source, Right.OF_FILE);
        // Who may remove the file and make another may as well replace it.
        return target.allows(Right.OVERWRITE) || target.allows(Right.DELETE) ? mode : RenameMode.NO_REPLACE;
    }

    @Override
    public void setAttributes(List<String> place, FileAttributes changes) throws FileTreeException {
        at(place).requireAll(Right.toSet(changes));
    }

    @Override
    public void symlink(List<String> place) throws FileTreeException {
        at(place).require(Right.SYMLINK);
    }

    @Override
    public void link(List<String> existing, List<String> newLink) throws FileTreeException {
        Ruling source = at(existing);
        Ruling target = at(newLink);
        source.require(Right.LINK);
        target.require(Right.LINK);
        target.requireNothingGained(source, Right.OF_CONTENT);
    }

    /** @return the mode, or NO_REPLACE where nothing may be replaced */
    RenameMode copy(List<String> from, List<String> to, RenameMode mode) throws FileTreeException {
        Ruling source = at(from);
        Ruling target = at(to);
        source.requireAll(EnumSet.of(Right.COPY, Right.READ));
        target.requireAll(EnumSet.of(Right.COPY, Right.CREATE));
        return target.allows(Right.OVERWRITE) ? mode : RenameMode.NO_REPLACE;
    }

    /** To copy between open files, which may be read and written as they are. */
    void copyContent(List<String> from, List<String> to) throws FileTreeException {
        at(from).require(Right.COPY);
        at(to).require(Right.COPY);
    }

    /** Attributes for something new, without those that may not be set. */
    FileAttributes settable(List<String> place, FileAttributes initial) {
        if (initial.isEmpty()) {
            return initial;
        }
        Ruling there = at(place);
        FileAttributes.Builder settable = initial.toBuilder();
        initial.present().stream()
                .filter(attribute -> attribute != Attribute.SIZE)
                .filter(attribute -> !there.allows(Right.toSet(attribute)))
                .forEach(settable::without);
        return settable.build();
    }

    /** What is told to somebody who may make a thing but not replace it, or the other way round. */
    FileTreeException refusal(List<String> place, Right right) {
        return at(place).refusal(right);
    }
}
