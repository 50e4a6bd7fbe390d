/** What a bundle does about its own life cycle so that sessions outlive its update. */
@Export
@Version("1.0.0")
package org.sallyport.api.bundle;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
