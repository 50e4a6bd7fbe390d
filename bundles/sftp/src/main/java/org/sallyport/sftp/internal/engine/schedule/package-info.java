/** Order and concurrency of requests: what may run at once, on which thread, within which bounds. */
package org.sallyport.sftp.internal.engine.schedule;
