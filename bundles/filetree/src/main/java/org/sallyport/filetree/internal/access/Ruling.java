/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sallyport.api.filetree.AccessRefusedException;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;

/**
 * What a user may do at a place: what is allowed under each of the paths by which the user can see it.
 *
 * @param standings of these paths, at least one
 * @param holdsMount whether the root of a mount lies below
 */
record Ruling(List<Standing> standings, boolean holdsMount) {

    /** Of somebody for whom there are no rules. */
    static final Ruling OPEN = new Ruling(List.of(new Standing(List.of())), false);

    boolean allows(Right right) {
        for (Standing standing : standings) {
            if (!standing.allowed().contains(right)) {
                return false;
            }
        }
        return true;
    }

    boolean isHidden() {
        return standings.stream().anyMatch(Standing::hidden);
    }

    boolean mayHide() {
        return standings.stream().anyMatch(Standing::mayHide);
    }

    Ruling child(String name) {
        return new Ruling(
                standings.stream().map(standing -> standing.child(name)).toList(), false);
    }

    void require(Right right) throws FileTreeException {
        for (Standing standing : standings) {
            if (!standing.allowed().contains(right)) {
                throw refusal(standing, right);
            }
        }
    }

    void requireAll(Set<Right> rights) throws FileTreeException {
        for (Right right : rights) {
            require(right);
        }
    }

    FileTreeException refusal(Right right) {
        return standings.stream()
                .filter(standing -> !standing.allowed().contains(right))
                .findFirst()
                .map(standing -> refusal(standing, right))
                .orElseGet(() -> refusal(standings.get(0), right));
    }

    private static FileTreeException refusal(Standing standing, Right right) {
        boolean hidden = standing.hidden() && !right.isCreating();
        return refusal(standing, hidden, right.spelling());
    }

    private static FileTreeException refusal(Standing standing, boolean hidden, String right) {
        String rule = standing.decisive().map(AccessRule::name).orElse("");
        return hidden
                ? new AccessRefusedException(Reason.NO_SUCH_FILE, "No such file", right, rule)
                : new AccessRefusedException(
                        Reason.PERMISSION_DENIED, "Access rules do not allow this: " + right, right, rule);
    }

    /** To look at the attributes of what is there: where anything is allowed, or something below it may be. */
    void requireSeen() throws FileTreeException {
        for (Standing standing : standings) {
            if (standing.allowed().isEmpty() && !standing.leads()) {
                throw refusal(standing, standing.hidden(), "anything");
            }
        }
    }

    void requireNotHidden() throws FileTreeException {
        for (Standing standing : standings) {
            if (standing.hidden()) {
                throw refusal(standing, true, "anything");
            }
        }
    }

    /** To list a directory: also one among hidden ones that leads to something allowed; what does not is left out then. */
    void requireListed() throws FileTreeException {
        for (Standing standing : standings) {
            boolean leads = standing.leads()
                    && standing.decisive().filter(AccessRule::hide).isPresent();
            if (!leads && !standing.allowed().contains(Right.LIST)) {
                throw refusal(standing, Right.LIST);
            }
        }
    }

    /** What this place allows, of some rights, the old one has to allow too, or a new name would bring it. */
    void requireNothingGained(Ruling old, Set<Right> rights) throws FileTreeException {
        for (Right right : rights) {
            if (allows(right) && !old.allows(right)) {
                throw old.refusal(right);
            }
        }
    }

    /**
     * What is below a directory goes with it: either the same rules hold there afterwards, or everything below may be renamed from here to
     * there and nothing is gained. The root of a mount stays where its rules are.
     */
    void requireMovableBelow(Ruling target) throws FileTreeException {
        if (!holdsMount && standings.equals(target.standings)) {
            return;
        }
        Set<Right> here = least();
        Set<Right> there = target.most();
        boolean movable = here.contains(Right.RENAME) && target.least().contains(Right.CREATE);
        boolean gains = Right.OF_DIRECTORY.stream().anyMatch(right -> there.contains(right) && !here.contains(right));
        if (holdsMount || !movable || gains) {
            throw refusal(standings.get(0), false, Right.RENAME_DIRECTORIES.spelling() + " with what is below");
        }
    }

    private Set<Right> least() {
        EnumSet<Right> least = EnumSet.copyOf(Right.ALL);
        standings.forEach(standing -> least.retainAll(standing.least()));
        return least;
    }

    private Set<Right> most() {
        EnumSet<Right> most = EnumSet.copyOf(Right.ALL);
        standings.forEach(standing -> most.retainAll(standing.most()));
        return most;
    }
}
