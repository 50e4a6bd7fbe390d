/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.event;

/**
 * Topics of OSGi's EventAdmin, and the properties of their events. Events are posted, never sent: handlers hear of them later, in
 * threads of EventAdmin, and hold nobody up. Where there is no EventAdmin there are none.
 *
 * <p>Every event has the property {@code timestamp}, in milliseconds since 1970. None has a secret.
 */
public final class EventTopics {

    /**
     * Prefix of what users do and are refused, one topic for each kind of {@link org.sallyport.api.session.Activity}, such as
     * {@code org/sallyport/activity/UPLOAD}. Properties: {@value #SESSION}, {@value #USER} once it is known, {@value #ADDRESS},
     * {@value #LISTENER}, {@value #RESULT}; {@value #PATH}, {@value #TARGET} and {@value #DETAIL} where there are such; {@value #BYTES}
     * and {@value #MILLISECONDS}, as {@code Long}.
     */
    public static final String ACTIVITY = "org/sallyport/activity/";

    /** The store of a mount cannot be opened, though it could before or was not asked for yet. Properties: {@value #URI}, {@value #PROBLEM}. */
    public static final String STORE_DOWN = "org/sallyport/store/DOWN";

    /** It can be opened again. Property: {@value #URI}. */
    public static final String STORE_UP = "org/sallyport/store/UP";

    /**
     * A check of a grid has ended. Properties: {@value #GRID}; {@value #HEALTHY}, {@value #REPAIRED}, {@value #DAMAGED}, {@value #LOST} and
     * {@value #UNKNOWN}, numbers of objects, as {@code Long}; {@value #PROBLEM} if not all was seen.
     */
    public static final String GRID_CHECKED = "org/sallyport/grid/CHECKED";

    /** Id of the session, as the console shows it. */
    public static final String SESSION = "session";

    public static final String USER = "user";

    /** Of the client, with its port. */
    public static final String ADDRESS = "address";

    public static final String LISTENER = "listener";

    /** {@code ok}, or the reason for a failure in lower case with hyphens. */
    public static final String RESULT = "result";

    /** As the client sees it. */
    public static final String PATH = "path";

    /** Second path of a rename, copy or link. */
    public static final String TARGET = "target";

    public static final String DETAIL = "detail";

    public static final String BYTES = "bytes";

    public static final String MILLISECONDS = "milliseconds";

    /** Of a store, without password. */
    public static final String URI = "uri";

    public static final String PROBLEM = "problem";

    /** By which mounts call it. */
    public static final String GRID = "grid";

    public static final String HEALTHY = "healthy";

    public static final String REPAIRED = "repaired";

    public static final String DAMAGED = "damaged";

    public static final String LOST = "lost";

    public static final String UNKNOWN = "unknown";

    private EventTopics() {}
}
