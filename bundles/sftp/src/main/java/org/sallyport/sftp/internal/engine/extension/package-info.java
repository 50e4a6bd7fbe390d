/** What is announced in SSH_FXP_VERSION, and the requests that extensions add. */
package org.sallyport.sftp.internal.engine.extension;
