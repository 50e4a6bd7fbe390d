/** What clients have open. */
package org.sallyport.sftp.internal.engine.handle;
